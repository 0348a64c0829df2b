using System.Net;
using Npgsql;
using Quilt.Tests.Auth;
using Quilt.Tests.Authorization;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Handovers;

/// <summary>Deleting an account with its packages moved to somebody else, from the admin's page through to the store.</summary>
public sealed class HandoverTests(HandoverScene stack) : IClassFixture<HandoverScene>
{
    private readonly string _old = FlowRegistry.NewName("old");
    private readonly string _new = FlowRegistry.NewName("new");
    private readonly FlowPackage _content = FlowPackage.Of(("README.md", "# Kept"), ("a.csv", "1,2"));

    private AuthHost Auth => stack.Full.Auth;

    private string Page => $"/admin/users/{_old}/delete";

    [Fact]
    public async Task Packages_go_to_the_new_owner_and_the_account_is_gone()
    {
        var (owner, heir) = (await stack.NewUserAsync(_old), await stack.NewUserAsync(_new));
        await owner.PushAsync("one", _content);
        await owner.PushAsync("two", _content);
        using var admin = await stack.AdminAsync();
        await admin.GetAsync(Page);

        await admin.SubmitFormAsync("delete", ("confirm", _old), ("packages", "move"), ("to", _new));
        await LookUntilAsync(admin, "2 packages went to " + _new);

        Assert.Contains("The account is deleted.", admin.Html, StringComparison.Ordinal);
        await heir.InstallsAsync(_new, "one", _content);
        await heir.InstallsAsync(_new, "two", _content);
        await owner.SendAsync(HttpMethod.Get, "/api/profile").MessageAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/users/" + _old)).Status);
        Assert.Equal(["HANDOVER_ASKED", "USER_DISABLED", "USER_DELETED"], (await Auth.EventTypesAsync(_old))[^3..]);
        Assert.All((await Auth.EventsAsync(_old)).Take(3), entry => Assert.Equal("admin", entry.GetProperty("details").GetProperty("by").GetString()));
        var audit = (await (await stack.AsAdminAsync()).SendAsync(HttpMethod.Get, $"/api/audit/{_new}/one/?include=security").JsonAsync()).GetProperty("events");
        var moved = audit.EnumerateArray().Single(item => item.GetProperty("type").GetString() == "PACKAGE_MOVED");
        Assert.Equal(("admin", "127.0.0.1"), (moved.GetProperty("user").GetString(), moved.GetProperty("extra").GetProperty("address").GetString()));
    }

    [Fact]
    public async Task Names_that_clash_leave_the_account_and_its_packages_as_they_were()
    {
        var (owner, heir) = (await stack.NewUserAsync(_old), await stack.NewUserAsync(_new));
        await owner.PushAsync("Sales", _content);
        await owner.PushAsync("free", _content);
        await heir.PushAsync("sales", _content);
        using var admin = await stack.AdminAsync();
        await admin.GetAsync(Page);

        await admin.SubmitFormAsync("delete", ("confirm", _old), ("packages", "move"), ("to", _new));
        await LookUntilAsync(admin, "were not moved");

        Assert.Contains($"{_new} already has packages of these names: Sales.", admin.Problem, StringComparison.Ordinal);
        await owner.InstallsAsync(_old, "Sales", _content);
        await owner.PushAsync("more", _content);

        // The same button, once nothing is in the way any more.
        await heir.SendAsync(HttpMethod.Delete, $"/api/package/{_new}/sales/").IsDoneAsync();
        await admin.SubmitFormAsync("delete", ("confirm", _old), ("packages", "move"), ("to", _new));
        await LookUntilAsync(admin, "3 packages went to " + _new);
    }

    [Fact]
    public async Task What_is_wrong_with_the_form_is_said_at_its_field()
    {
        var owner = await stack.NewUserAsync(_old);
        var disabled = FlowRegistry.NewName("gone");
        await stack.NewUserAsync(disabled);
        await (await stack.AsAdminAsync()).SendAsync(HttpMethod.Post, "/api/users/disable", $$"""{"username":"{{disabled}}"}""").IsDoneAsync();
        using var admin = await stack.AdminAsync();
        await admin.GetAsync(Page);

        foreach (var (to, problem) in (IEnumerable<(string, string)>)
            [("", "There is no such user."), ("No Name", "There is no such user."), (_new, "There is no such user."),
             (_old, "This is the account that is to be deleted. Name another user."), (disabled, "This account is disabled. Enable it, or name another user.")])
        {
            await admin.SubmitFormAsync("delete", ("confirm", _old), ("packages", "move"), ("to", to));
            Assert.Equal((HttpStatusCode.BadRequest, problem), (admin.Status, admin.Problem));
        }

        await admin.SubmitFormAsync("delete", ("confirm", "other"), ("packages", "move"), ("to", "admin"));
        Assert.Equal($"Type {_old} to confirm.", admin.Problem);
        await owner.SendAsync(HttpMethod.Get, "/api/profile").JsonAsync();
        Assert.DoesNotContain("HANDOVER_ASKED", await Auth.EventTypesAsync(_old));
    }

    [Fact]
    public async Task What_a_process_began_that_died_is_finished_by_another()
    {
        var (owner, heir) = (await stack.NewUserAsync(_old), await stack.NewUserAsync(_new));
        await owner.PushAsync("one", _content);
        await owner.PushAsync("two", _content);
        await HoldAsync();
        await (await stack.AsAdminAsync()).SendAsync(HttpMethod.Post, "/api/admin/move_packages", $$"""{"owner":"{{_old}}","to":"{{_new}}","package":"one"}""").JsonAsync();
        using var admin = await stack.AdminAsync();
        await admin.GetAsync(Page);
        Assert.Contains($"its packages are being moved to {_new}", admin.Html, StringComparison.Ordinal);

        await ReleaseAsync();
        await LookUntilAsync(admin, "The account is deleted.");

        await heir.InstallsAsync(_new, "one", _content);
        await heir.InstallsAsync(_new, "two", _content);
    }

    [Fact]
    public async Task A_move_that_is_stopped_goes_on_when_it_is_asked_for_again()
    {
        var (owner, heir) = (await stack.NewUserAsync(_old), await stack.NewUserAsync(_new));
        await owner.PushAsync("one", _content);
        await HoldAsync();
        using var admin = await stack.AdminAsync();
        await admin.GetAsync(Page);

        await admin.SubmitFormAsync("stop");
        Assert.Contains($"Moving the packages to {_new} was stopped.", admin.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("The account is disabled.", admin.Html, StringComparison.Ordinal);
        await ReleaseAsync();
        await admin.GetAsync(Page);
        await owner.InstallsAsync(_old, "one", _content);

        await admin.SubmitFormAsync("delete", ("confirm", _old), ("packages", "move"), ("to", _new));
        await LookUntilAsync(admin, "1 package went to " + _new);
        await heir.InstallsAsync(_new, "one", _content);
        Assert.Contains("HANDOVER_STOPPED", await Auth.EventTypesAsync(_old));
    }

    /// <summary>As if a process had taken a handover, had begun, and had died.</summary>
    private async Task HoldAsync() => await SqlAsync(
        """
        INSERT INTO handovers (user_id, id, to_name, asked_by, address, agent, asked_at, state, held_until, packages, objects, expected)
        SELECT id, gen_random_uuid(), $2, 'admin', '127.0.0.1', 'a test', now(), 1, 'infinity', 0, 0, 0 FROM users WHERE user_name = $1
        """,
        _old,
        _new);

    /// <summary>The time after which it is believed dead.</summary>
    private Task ReleaseAsync() =>
        SqlAsync("UPDATE handovers SET held_until = '2020-01-01Z' WHERE to_name = $2 AND user_id = (SELECT id FROM users WHERE user_name = $1)", _old, _new);

    private async Task SqlAsync(string sql, params string[] values)
    {
        await using var source = NpgsqlDataSource.Create(Auth.Database);
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Follows the page's own link until it says so.</summary>
    private async Task LookUntilAsync(Browser admin, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!admin.Html.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(admin.Html.Contains($"href=\"{Page}\"", StringComparison.Ordinal), admin.Html);
            await Task.Delay(50, patience.Token);
            await admin.GetAsync(Page);
        }
    }
}

/// <summary>All services for the tests of a class.</summary>
public sealed class HandoverScene : IAsyncLifetime
{
    internal FullStack Full { get; private set; } = null!;

    public async Task InitializeAsync() => Full = await FullStack.StartAsync(isOpen: true);

    public async Task DisposeAsync() => await Full.DisposeAsync();

    internal async Task<PythonClient> NewUserAsync(string name) => PythonClient.At(Full.Http.BaseAddress!, name, await Full.Auth.RegisterAsync(name));

    internal async Task<PythonClient> AsAdminAsync() => PythonClient.At(Full.Http.BaseAddress!, "admin", await Full.Auth.LogInAsync("admin", AuthHost.AdminPassword));

    internal async Task<Browser> AdminAsync()
    {
        var browser = new Browser(Full.Auth);
        await browser.SignInAsync("admin", AuthHost.AdminPassword);
        return browser;
    }
}
