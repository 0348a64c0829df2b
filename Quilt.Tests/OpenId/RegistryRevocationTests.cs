using System.Net;
using System.Text.RegularExpressions;
using Quilt.Tests.Auth;
using Quilt.Tests.Callers;

namespace Quilt.Tests.OpenId;

/// <summary>
/// A real sign-in service, two instances of it, and two registries that follow one each: what ends at the one is refused
/// by both registries when the act is answered, or within a second. There is no Redis.
/// </summary>
public sealed class RegistryRevocationTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private OpenIdHost _clients = null!;
    private AuthHost _replica = null!;
    private RegistryHost[] _registries = [];

    public async Task InitializeAsync()
    {
        _clients = await OpenIdHost.StartAsync();
        _replica = await AuthHost.StartAsync(_clients.Host.Database, _clients.Host.Time);
        _registries =
        [
            await RegistryHost.StartAsync(_clients.Host.Address.ToString(), "registry-secret"),
            await RegistryHost.StartAsync(_replica.Address.ToString(), "registry-secret"),
        ];
    }

    public async Task DisposeAsync()
    {
        foreach (var registry in _registries)
        {
            await registry.DisposeAsync();
        }

        await _replica.DisposeAsync();
        await _clients.DisposeAsync();
    }

    [Theory]
    [InlineData("the token given back")]
    [InlineData("the refresh token given back")]
    [InlineData("a code used twice")]
    [InlineData("access ended by the person")]
    [InlineData("the account disabled")]
    public async Task Both_registries_refuse_what_has_ended(string how)
    {
        var code = await _clients.CodeAsync(_clients.Web, "user");
        var tokens = await _clients.ExchangeAsync(_clients.Web, code);
        await ExpectAsync(HttpStatusCode.OK, tokens["access_token"]);

        await (how switch
        {
            "the token given back" => _clients.PostAsync("/connect/revoke", _clients.Web, [("token", tokens["access_token"])]),
            "the refresh token given back" => _clients.PostAsync("/connect/revoke", _clients.Web, [("token", tokens["refresh_token"])]),
            "a code used twice" => _clients.ExchangeAsync(_clients.Web, code),
            "access ended by the person" => EndAsync(),
            _ => DisableAsync(),
        });

        await ExpectAsync(HttpStatusCode.Unauthorized, tokens["access_token"]);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("everywhere")]
    public async Task Both_registries_refuse_a_session_that_its_owner_has_ended(string form)
    {
        var name = "owner_of_" + form;
        var (access, _) = await _clients.Host.LogInCommandLineAsync(await _clients.Host.RegisterAsync(name));
        await ExpectAsync(HttpStatusCode.OK, access);
        using var browser = new Browser(_clients.Host);
        await browser.SignInAsync(name, "correct horse");
        await browser.GetAsync("/account/sessions");

        // The command line's is the last in the list.
        await browser.SubmitFormAsync(form, ("session", Regex.Matches(browser.Html, "name=\"session\" value=\"([0-9a-f-]{36})\"")[^1].Groups[1].Value));

        await ExpectAsync(HttpStatusCode.Unauthorized, access);
    }

    [Fact]
    public async Task Both_registries_refuse_a_reused_refresh_tokens_family()
    {
        var tokens = await _clients.TokensAsync(_clients.Web, "user");
        var next = await _clients.RefreshAsync(_clients.Web, tokens["refresh_token"]);
        _clients.Host.Time.Advance(TimeSpan.FromSeconds(31));

        await _clients.RefreshAsync(_clients.Web, tokens["refresh_token"]);

        await ExpectAsync(HttpStatusCode.Unauthorized, next["access_token"]);
    }

    [Fact]
    public async Task The_registry_takes_no_token_that_names_no_scope_of_its_own()
    {
        var tokens = await _clients.TokensAsync(_clients.Web, "user", "openid profile email");

        await ExpectAsync(HttpStatusCode.Unauthorized, tokens["access_token"]);
    }

    private async Task EndAsync()
    {
        using var browser = await _clients.SignInAsync("user");
        await browser.GetAsync("/account/applications");
        await browser.SubmitAsync(("application", ServiceTests.ApplicationIn(browser.Html)));
    }

    private async Task DisableAsync() =>
        await _clients.Host.PostJsonAsync("/api/users/disable", new { username = "user" }, await _clients.Host.LogInAsync("admin", AuthHost.AdminPassword));

    /// <summary>Asks until each registry answers so, at most for a second: that is what is promised.</summary>
    private async Task ExpectAsync(HttpStatusCode expected, string token)
    {
        foreach (var registry in _registries)
        {
            var started = TimeProvider.System.GetTimestamp();
            HttpStatusCode status;
            do
            {
                status = (await registry.AskAsync("Reader", "Bearer " + token)).Status;
            }
            while (status != expected && TimeProvider.System.GetElapsedTime(started) < Second);

            Assert.Equal(expected, status);
        }
    }
}
