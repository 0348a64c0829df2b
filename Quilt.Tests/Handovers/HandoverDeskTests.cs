using System.Net;
using System.Net.Http.Json;
using Quilt.Tests.Auth;

namespace Quilt.Tests.Handovers;

/// <summary>What the sign-in service and the registry say to each other about handovers, from the registry's side.</summary>
public sealed class HandoverDeskTests : IAsyncLifetime
{
    private AuthHost _host = null!;
    private string _service = "";

    public async Task InitializeAsync()
    {
        _host = await AuthHost.StartAsync();
        _service = await _host.ServiceTokenAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_handover_is_given_out_once_and_again_when_nothing_is_heard_of_it()
    {
        var token = await AskAsync("leaving", "staying");
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/api/me", token)).Status);

        var order = await TakeAsync();
        Assert.Equal(("leaving", "staying", "admin", "127.0.0.1"), (order["owner"], order["to"], order["by"], order["address"]));
        Assert.Equal(HttpStatusCode.NoContent, (await TakeAsync()).Status);

        // A report keeps it for a while.
        _host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.OK, await ReportAsync(order["id"], "moving"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.GetAsync("/api/me", token)).Status);
        _host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.NoContent, (await TakeAsync()).Status);
        _host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(order["id"], (await TakeAsync())["id"]);

        Assert.Equal(HttpStatusCode.OK, await ReportAsync(order["id"], "done"));
        Assert.Equal("USER_DELETED", (await _host.EventTypesAsync("leaving"))[^1]);
        Assert.Equal(HttpStatusCode.NotFound, await ReportAsync(order["id"], "done"));
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NoContent, (await TakeAsync()).Status);
    }

    [Fact]
    public async Task A_refused_handover_leaves_the_account_as_it_was()
    {
        var token = await AskAsync("leaving", "staying");
        var order = await TakeAsync();

        Assert.Equal(HttpStatusCode.OK, await ReportAsync(order["id"], "refused", "They <clash>."));

        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, await ReportAsync(order["id"], "moving"));
        using var admin = new Browser(_host);
        await admin.SignInAsync("admin", AuthHost.AdminPassword);
        Assert.Contains("They <clash>.", (await admin.GetAsync("/admin/users/leaving/delete")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_deleted_otherwise_has_no_handover_any_more()
    {
        await AskAsync("leaving", "staying");
        var order = await TakeAsync();
        var admin = await _host.LogInAsync("admin", AuthHost.AdminPassword);

        await _host.PostJsonAsync("/api/users/delete", new { username = "leaving" }, admin);

        Assert.Equal(HttpStatusCode.NotFound, await ReportAsync(order["id"], "moving"));
        Assert.Equal(HttpStatusCode.NotFound, await ReportAsync(order["id"], "done"));
    }

    [Fact]
    public async Task Whoever_waits_is_told_at_once_and_nobody_asks_twice()
    {
        var waiting = _host.GetAsync("/internal/handovers/next?wait=60", _service);
        await AskAsync("leaving", "staying");
        Assert.Equal("leaving", (await waiting)["owner"]);

        using var admin = new Browser(_host);
        await admin.SignInAsync("admin", AuthHost.AdminPassword);
        await admin.GetAsync("/admin/users/leaving/delete");
        await admin.SubmitFormAsync("stop", ("_handler", "delete"), ("confirm", "leaving"), ("packages", "move"), ("to", "admin"));
        Assert.Equal((HttpStatusCode.Conflict, "The packages are being moved already."), (admin.Status, admin.Problem));
    }

    [Theory]
    [InlineData("""{"state":"asked","packages":0,"objects":0,"expected":0,"message":null}""")]
    [InlineData("""{"state":"done"}""")]
    [InlineData("[]")]
    public async Task A_report_that_says_nothing_known_is_refused(string body)
    {
        using var content = new StringContent(body, null, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.SendAsync(HttpMethod.Post, $"/internal/handovers/{Guid.NewGuid()}", _service, content)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.GetAsync("/internal/handovers/next?wait=61", _service)).Status);
    }

    [Fact]
    public async Task Only_the_registry_is_told()
    {
        var admin = await _host.LogInAsync("admin", AuthHost.AdminPassword);
        Assert.Equal(HttpStatusCode.Forbidden, (await _host.GetAsync("/internal/handovers/next", admin)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.GetAsync("/internal/handovers/next")).Status);
    }

    /// <summary>Through the page of an admin; the token of the account that is to go.</summary>
    private async Task<string> AskAsync(string leaving, string staying)
    {
        var token = await _host.RegisterAsync(leaving);
        await _host.RegisterAsync(staying);
        using var admin = new Browser(_host);
        await admin.SignInAsync("admin", AuthHost.AdminPassword);
        await admin.GetAsync($"/admin/users/{leaving}/delete");
        await admin.SubmitFormAsync("delete", ("confirm", leaving), ("packages", "move"), ("to", staying));
        Assert.Contains("Nothing has been changed yet.", admin.Html, StringComparison.Ordinal);
        return token;
    }

    private Task<Answer> TakeAsync() => _host.GetAsync("/internal/handovers/next", _service);

    private async Task<HttpStatusCode> ReportAsync(string id, string state, string? message = null) =>
        (await _host.SendAsync(HttpMethod.Post, $"/internal/handovers/{id}", _service, JsonContent.Create(new { state, packages = 1, objects = 2, expected = 3, message }))).Status;
}
