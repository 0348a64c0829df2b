using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Quilt.Standalone.DataFolders;
using Quilt.Tests.Registry;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Flows;

/// <summary>A whole registry that logs whatever can be logged, through a run in which every kind of secret is made and used.</summary>
public sealed class LogSecretTests : IAsyncLifetime
{
    private readonly StandaloneProcess _server = new();

    public Task InitializeAsync() => _server.StartAsync(new Dictionary<string, string> { ["Logging__File__LogLevel__Default"] = "Trace" });

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task No_secret_of_a_whole_run_is_in_what_it_logged()
    {
        var secrets = new Dictionary<string, string>
        {
            ["a wrong password"] = "wrong horse battery staple",
            ["a new password"] = "another horse battery",
            ["a password typed as a name"] = "typed_into_the_name_field",
        };
        var user = await PythonClient.RegisterAsync(_server, "watched");
        secrets["the password"] = user.Credentials[1].Value;
        secrets["a token of /api/login"] = user.Token!;
        var anonymous = PythonClient.Anonymous(_server);
        await user.SendAsync(HttpMethod.Post, "/api/login", JsonSerializer.Serialize(new { username = "watched", password = secrets["a wrong password"] })).MessageAsync(HttpStatusCode.Unauthorized);
        await user.SendAsync(HttpMethod.Post, "/api/login", JsonSerializer.Serialize(new { username = secrets["a password typed as a name"], password = "x" })).MessageAsync(HttpStatusCode.Unauthorized);

        await SignInAsync(user, secrets);
        var command = anonymous.With(secrets["an access token"]);
        var made = await command.SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"watched","scopes":["read","write"]}""").JsonAsync();
        secrets["a personal token"] = made.GetProperty("token").GetString()!;
        var machine = anonymous.With(secrets["a personal token"]);
        await machine.SendAsync(HttpMethod.Get, "/api/me").JsonAsync();
        await anonymous.With("qlt_" + new string('0', 40)).SendAsync(HttpMethod.Get, "/api/package/watched/").MessageAsync(HttpStatusCode.Unauthorized);

        await PushAsync(user, secrets);
        await ResetAsync(anonymous, secrets);
        ReadStored(secrets);

        // What was shown, what the services told, and what PostgreSQL did.
        await _server.StopAsync();
        var files = Directory.GetFiles(new DataFolder(_server.DataFolder).Logs);
        var log = _server.Output + string.Concat(files.Select(File.ReadAllText));
        Assert.Equal(["postgres.log", "quilt.log"], files.Select(Path.GetFileName).Order());
        Assert.Contains("so a mail lies in", log, StringComparison.Ordinal);
        Assert.Contains(" debug ", log, StringComparison.Ordinal);
        var told = secrets.Where(secret => log.Contains(secret.Value, StringComparison.Ordinal)).Select(secret => $"{secret.Key}: {LineWith(secret.Value, log)}").ToArray();
        Assert.True(told.Length == 0, string.Join('\n', told));
    }

    /// <summary>Where a secret is told, without telling it again.</summary>
    private static string LineWith(string secret, string log) =>
        log.Split('\n').First(line => line.Contains(secret, StringComparison.Ordinal)).Replace(secret, "SECRET", StringComparison.Ordinal);

    /// <summary>Through the pages, as <c>quilt login</c> leads.</summary>
    private async Task SignInAsync(PythonClient user, Dictionary<string, string> secrets)
    {
        using var browser = new PlainBrowser();
        await browser.GoAsync(new Uri(_server.Registry, "/login"));
        await browser.SubmitAsync(user.Credentials);
        secrets["a login code"] = browser.Code;
        var tokens = await user.Registry.GetTokensAsync(browser.Code);
        secrets["a refresh token"] = tokens.RefreshToken;
        var renewed = await user.Registry.GetTokensAsync(tokens.RefreshToken);
        (secrets["an access token"], secrets["a renewed refresh token"]) = (renewed.AccessToken, renewed.RefreshToken);

        // The catalog has tokens of its own, and codes on the way to them.
        await browser.GoAsync(new Uri(_server.Catalog, "/code"));
    }

    private static async Task PushAsync(PythonClient user, Dictionary<string, string> secrets)
    {
        var package = FlowPackage.Of(("README.md", "# Watched"), ("a.csv", "1,2"));
        await user.PushAsync("secrets", package);
        await user.InstallsAsync("watched", "secrets", package);
        var install = await user.Registry.InstallAsync("watched", "secrets", package.Hash);
        secrets["a presigned address"] = Regex.Match(install.Urls.Values.First(), "X-Amz-Signature=([0-9a-f]+)").Groups[1].Value;
    }

    private async Task ResetAsync(PythonClient anonymous, Dictionary<string, string> secrets)
    {
        await anonymous.PostAsync("/api/reset_password", """{"email":"watched@example.org"}""");
        var outbox = Path.Combine(_server.DataFolder, "outbox");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var link = "";
        while (link.Length == 0)
        {
            // Long lines of a mail are broken with "=".
            link = Directory.GetFiles(outbox, "*.eml")
                .Select(file => Regex.Match(File.ReadAllText(file).Replace("=\r\n", "", StringComparison.Ordinal), "/reset_password/([A-Za-z0-9_-]+)").Groups[1].Value)
                .FirstOrDefault(found => found.Length > 0) ?? "";
            await Task.Delay(50, patience.Token);
        }

        secrets["a mailed link"] = link;
        using var browser = new PlainBrowser();
        await browser.GoAsync(new Uri(_server.Auth, "/reset_password/" + link));
        await anonymous.PostAsync("/api/change_password", JsonSerializer.Serialize(new { password = secrets["a new password"], link }));
    }

    /// <summary>What the parts know each other by.</summary>
    private void ReadStored(Dictionary<string, string> secrets)
    {
        var folder = new DataFolder(_server.DataFolder);
        var stored = Secrets.Open(folder);
        secrets["PostgreSQL's password"] = stored.PostgresPassword;
        secrets["the object store's key"] = stored.ObjectSecretKey;
        secrets["the registry's secret"] = stored.RegistryClientSecret;
        secrets["the catalog's secret"] = stored.CatalogClientSecret;
        Assert.All(secrets, secret => Assert.True(secret.Value.Length >= 12, secret.Key));
    }
}
