using System.Net;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary><c>quilt login</c> and <c>quilt logout</c>, from the page in the browser to the tokens on disk.</summary>
public sealed class PythonSignInTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    [Fact]
    public async Task The_default_admin_gets_a_code_from_the_page_and_may_keep_the_password()
    {
        using var browser = new PlainBrowser();

        await browser.GoAsync(new Uri(registry.Server.Registry, "/login"));
        Assert.Equal((registry.Server.Auth.Port, "/signin"), (browser.Address.Port, browser.Address.AbsolutePath));
        await browser.SubmitAsync(("username", "admin"), ("password", "quilt"));
        Assert.Equal("/account/password", browser.Address.AbsolutePath);
        await browser.FollowAsync("Not now");

        var tokens = await TokenAsync(browser.Code).JsonAsync();
        var me = await registry.Anonymous.With(tokens.GetProperty("access_token").GetString()!).SendAsync(HttpMethod.Get, "/api/me").JsonAsync();
        Assert.Equal("admin", me.GetProperty("current_user").GetString());
        Assert.True(me.GetProperty("is_staff").GetBoolean());
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_tokens_renew()
    {
        var code = await CodeOfPageAsync();

        var first = await TokenAsync(code).JsonAsync();
        await TokenAsync(code).MessageAsync(HttpStatusCode.Unauthorized);
        await TokenAsync("nonsense").MessageAsync(HttpStatusCode.Unauthorized);
        var second = await TokenAsync(first.GetProperty("refresh_token").GetString()!).JsonAsync();

        foreach (var tokens in (JsonElement[])[first, second])
        {
            Assert.True(tokens.GetProperty("expires_at").GetDouble() > DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60);
            var me = await registry.Anonymous.With(tokens.GetProperty("access_token").GetString()!).SendAsync(HttpMethod.Get, "/api/me/").JsonAsync();
            Assert.Equal(registry.User.Name, me.GetProperty("current_user").GetString());
        }

        Assert.NotEqual(first.GetProperty("refresh_token").GetString(), second.GetProperty("refresh_token").GetString());
    }

    [Fact]
    public async Task Processes_that_renew_with_one_token_at_once_all_get_tokens()
    {
        var first = await TokenAsync(await CodeOfPageAsync()).JsonAsync();
        var refresh = first.GetProperty("refresh_token").GetString()!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TokenAsync(refresh).JsonAsync()));

        foreach (var answer in answers)
        {
            await registry.Anonymous.With(answer.GetProperty("access_token").GetString()!).SendAsync(HttpMethod.Get, "/api/me").JsonAsync();
        }
    }

    [Fact]
    public async Task A_missing_field_is_a_bad_request()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", "x")]);

        Assert.Contains("refresh_token", await registry.Anonymous.Http.PostAsync("/api/token", form).MessageAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_refused_at_once_after_logout_and_after_refresh()
    {
        var user = await registry.NewUserAsync();
        await user.SendAsync(HttpMethod.Get, "/api/search/?q=").JsonAsync();

        var renewed = user.With((await user.SendAsync(HttpMethod.Post, "/api/refresh").JsonAsync()).GetProperty("token").GetString()!);
        Assert.Equal("Token invalid.", await user.SendAsync(HttpMethod.Get, "/api/search/?q=").MessageAsync(HttpStatusCode.Unauthorized));
        await renewed.SendAsync(HttpMethod.Get, "/api/search/?q=").JsonAsync();

        await renewed.SendAsync(HttpMethod.Post, "/api/logout").IsDoneAsync();
        Assert.Equal("Token invalid.", await renewed.SendAsync(HttpMethod.Get, "/api/search/?q=").MessageAsync(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_token_without_the_word_Bearer_is_taken_and_a_wrong_one_is_refused_even_on_public_calls()
    {
        using var bare = new HttpRequestMessage(HttpMethod.Get, "/api/package/" + registry.User.Name);
        bare.Headers.TryAddWithoutValidation("Authorization", registry.User.Token);
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/api/search/?q=");
        wrong.Headers.TryAddWithoutValidation("Authorization", "Bearer " + registry.User.Token![..^3] + "abc");
        var package = FlowRegistry.NewName("package");
        await registry.User.PushAsync(package, FlowPackage.Of(("a.txt", "x")));

        var packages = await registry.Anonymous.Http.SendAsync(bare).JsonAsync();

        Assert.Contains(package, packages.GetProperty("packages").Strings("name"));
        Assert.Equal("Token invalid.", await registry.Anonymous.Http.SendAsync(wrong).MessageAsync(HttpStatusCode.Unauthorized));
    }

    private async Task<string> CodeOfPageAsync()
    {
        using var browser = new PlainBrowser();
        await browser.GoAsync(new Uri(registry.Server.Registry, "/login"));
        await browser.SubmitAsync(registry.User.Credentials);
        Assert.Equal("/login", browser.Address.AbsolutePath);
        return browser.Code;
    }

    /// <summary>The client sends this one call without its headers.</summary>
    private async Task<HttpResponseMessage> TokenAsync(string codeOrToken)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("refresh_token", codeOrToken)]);
        return await PythonClient.Storage.PostAsync(new Uri(registry.Server.Registry, "/api/token"), form);
    }
}
