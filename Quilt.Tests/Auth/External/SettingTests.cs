using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Quilt.Auth.ExternalSignIn;

namespace Quilt.Tests.Auth.External;

public sealed class SettingTests
{
    [Theory]
    [InlineData("OAUTH_CLIENT_SECRET_GITHUB", "OAUTH_CLIENT_ID_GITHUB=x")]
    [InlineData("OAUTH_CLIENT_ID_GITHUB", "OAUTH_CLIENT_SECRET_GITHUB=x")]
    [InlineData("Quilt:GitHub:BaseUrl", "OAUTH_CLIENT_ID_GITHUB=x", "OAUTH_CLIENT_SECRET_GITHUB=x", "Quilt:GitHub:BaseUrl=http://github.example.com")]
    [InlineData("Quilt:GitHub:Organizations", "OAUTH_CLIENT_ID_GITHUB=x", "OAUTH_CLIENT_SECRET_GITHUB=x", "Quilt:GitHub:Organizations=a/b")]
    [InlineData("AzureAd:TenantId", "AzureAd:ClientId=x", "AzureAd:ClientSecret=x")]
    [InlineData("AzureAd:ClientSecret", "AzureAd:ClientId=x", "AzureAd:TenantId=x")]
    [InlineData("AzureAd:Instance", "AzureAd:ClientId=x", "AzureAd:TenantId=x", "AzureAd:ClientSecret=x", "AzureAd:Instance=login")]
    [InlineData("Quilt:Entra:AllowedTenants", "AzureAd:ClientId=x", "AzureAd:TenantId=common", "AzureAd:ClientSecret=x", "Quilt:Entra:AllowedTenants:0=contoso")]
    [InlineData("Quilt:OpenIdConnect:corp:Authority", "Quilt:OpenIdConnect:corp:ClientId=x")]
    [InlineData("Quilt:OpenIdConnect:corp:Authority", "Quilt:OpenIdConnect:corp:ClientId=x", "Quilt:OpenIdConnect:corp:Authority=corp.example.com")]
    [InlineData("Quilt:OpenIdConnect:corp:ClientId", "Quilt:OpenIdConnect:corp:Authority=https://corp.example.com")]
    [InlineData("Quilt:OpenIdConnect:corp:AllowedDomains", "Quilt:OpenIdConnect:corp:Authority=https://corp.example.com", "Quilt:OpenIdConnect:corp:ClientId=x", "Quilt:OpenIdConnect:corp:AllowedDomains:0=example.com")]
    [InlineData("Quilt:OpenIdConnect:corp:AllowedEmailDomains", "Quilt:OpenIdConnect:corp:Authority=https://corp.example.com", "Quilt:OpenIdConnect:corp:ClientId=x", "Quilt:OpenIdConnect:corp:AllowedEmailDomains=@example.com")]
    [InlineData("Quilt:OpenIdConnect:github", "Quilt:OpenIdConnect:github:Authority=https://corp.example.com", "Quilt:OpenIdConnect:github:ClientId=x")]
    [InlineData("Quilt:OpenIdConnect:a b", "Quilt:OpenIdConnect:a b:Authority=https://corp.example.com", "Quilt:OpenIdConnect:a b:ClientId=x")]
    [InlineData("Quilt:Auth:ExternalSignup", "Quilt:Auth:ExternalSignup=maybe")]
    [InlineData("Quilt:Auth:LocalAccounts", "Quilt:Auth:LocalAccounts=no")]
    [InlineData("Quilt:Auth:LocalAccounts", "Quilt:Auth:LocalAccounts=false")]
    [InlineData("Quilt:Auth:SecondFactorAfterExternal", "Quilt:Auth:SecondFactorAfterExternal=maybe")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, params string[] settings)
    {
        var failure = await Assert.ThrowsAnyAsync<InvalidOperationException>(
            () => AuthHost.StartAsync("Host=nowhere", settings: [.. settings.Select(setting => (setting.Split('=', 2)[0], (string?)setting.Split('=', 2)[1]))]));

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "https://github.com/", "https://api.github.com/")]
    [InlineData("https://github.example.com", "https://github.example.com/", "https://github.example.com/api/v3/")]
    [InlineData("https://octo.ghe.com/", "https://octo.ghe.com/", "https://api.octo.ghe.com/")]
    public void The_api_of_a_GitHub_lies_where_GitHub_has_it(string? baseUrl, string issuer, string api)
    {
        var settings = GitHubSettings.Read(Configure(("OAUTH_CLIENT_ID_GITHUB", "x"), ("OAUTH_CLIENT_SECRET_GITHUB", "y"), ("Quilt:GitHub:BaseUrl", baseUrl)))!;

        Assert.Equal((issuer, api, false), (settings.Provider.Issuer, settings.ApiUrl.AbsoluteUri, settings.Provider.AdmitsNamedPeopleOnly));
        Assert.DoesNotContain("y", settings.ToString().Replace("GitHub", "", StringComparison.Ordinal).Replace("github", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contoso.onmicrosoft.com", null, true)]
    [InlineData("common", null, false)]
    [InlineData("organizations", "8f4f9f83-5a2c-4f57-9f8e-4a1c9f1a2b3c", true)]
    public void A_tenant_or_a_list_of_them_restricts_who_may_come(string tenant, string? allowed, bool restricts)
    {
        var settings = EntraSettings.Read(Configure(("AzureAd:ClientId", "x"), ("AzureAd:TenantId", tenant), ("AzureAd:ClientSecret", "x"), ("Quilt:Entra:AllowedTenants", allowed)))!;

        Assert.Equal((restricts, "https://login.microsoftonline.com/"), (settings.Provider.AdmitsNamedPeopleOnly, settings.Provider.Issuer));
    }

    [Fact]
    public async Task The_start_says_which_providers_are_on_and_no_secret_is_ever_logged()
    {
        await using var github = await GitHubStandIn.StartAsync();
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        github.Add("Logged", 11001, "logged@example.com");
        provider.Add("sub", ("preferred_username", "corporate"));
        using var log = new LogMemory();
        await using var host = await AuthHost.StartAsync(
            database: null, time: null, builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace), [.. github.Settings, .. provider.Settings("corp")]);
        using var browser = new Browser(host);
        await browser.SignInWithAsync("github", "Logged");
        await browser.SignInWithAsync("corp", "sub");
        await browser.GetAsync("/signin/with/github/callback?code=secret-code-1&state=secret-state-1");

        Assert.Contains(log.Lines, line => line.StartsWith("AUTH_PROVIDER=github", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("AUTH_PROVIDER=corp", StringComparison.Ordinal));
        foreach (var secret in github.Secrets.Append(OpenIdStandIn.ClientSecret).Append("secret-code-1").Append("secret-state-1"))
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Without_local_accounts_there_is_nothing_but_the_providers()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Add("only", 11101);
        await using var host = await AuthHost.StartAsync(settings: [.. github.Settings, ("Quilt:Auth:LocalAccounts", "false")]);
        using var browser = new Browser(host);

        await browser.GetAsync("/signin");
        Assert.Contains("Sign in with GitHub", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("password", browser.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/signup", browser.Html, StringComparison.Ordinal);
        var login = await host.PostJsonAsync("/api/login", new { username = "admin", password = AuthHost.AdminPassword });
        var register = await host.PostJsonAsync("/api/register", new { username = "someone", password = "correct horse", email = "someone@example.com" });

        Assert.Equal((401, 501), ((int)login.Status, (int)register.Status));
        Assert.Contains("switched off", login.Message, StringComparison.Ordinal);
        Assert.Equal("There are no passwords here", (await browser.GetAsync("/forgot")).Heading);
        Assert.Equal("/login", (await browser.SignInWithAsync("github", "only")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/account/password")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/account/passkeys")).Status);
        Assert.DoesNotContain("/account/passkeys", (await browser.GetAsync("/account")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_provider_the_page_is_as_ever()
    {
        await using var host = await AuthHost.StartAsync();
        using var browser = new Browser(host);

        await browser.GetAsync("/signin");

        Assert.DoesNotContain("Sign in with", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"or\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_that_have_expired_are_deleted()
    {
        await using var github = await GitHubStandIn.StartAsync();
        await using var host = await AuthHost.StartAsync(settings: github.Settings);
        using var browser = new Browser(host);
        await browser.LeaveAsync("github");
        await host.Get<ExternalStates>().PruneAsync(CancellationToken.None);
        var young = await StatesAsync(host);
        host.Time.Advance(TimeSpan.FromHours(1));

        await host.Get<ExternalStates>().PruneAsync(CancellationToken.None);

        Assert.Equal((1L, 0L), (young, await StatesAsync(host)));
    }

    private static async Task<long> StatesAsync(AuthHost host)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Database);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM open_id_tokens", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static IConfiguration Configure(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
}
