using System.Net;
using Npgsql;
using Quilt.Auth;
using Quilt.Auth.Keys;
using Quilt.Tests.Postgres;

namespace Quilt.Tests.Auth;

public sealed class StartTests
{
    [Fact]
    public async Task State_survives_a_restart()
    {
        var first = await AuthHost.StartAsync();
        var token = await first.RegisterAsync("stayer");
        var (_, refresh) = await first.LogInCommandLineAsync(token);
        await first.DisposeAsync();

        await using var second = await AuthHost.StartAsync(first.Database);

        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
    }

    [Theory]
    [InlineData("an empty database")]
    [InlineData("none at all")]
    public async Task Replicas_that_start_at_once_on_a_fresh_database_share_keys_and_admin(string there)
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        if (there == "none at all")
        {
            database = new NpgsqlConnectionStringBuilder(database) { Database = "made_" + Guid.NewGuid().ToString("N") }.ConnectionString;
        }

        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AuthHost.StartAsync(database)));

        var keys = await Task.WhenAll(hosts.Select(async host => (await host.GetAsync("/.well-known/jwks")).Body));
        Assert.Single(keys.Distinct());
        var token = await hosts[0].LogInAsync("admin", AuthHost.AdminPassword);
        Assert.Equal(HttpStatusCode.OK, (await hosts[2].GetAsync("/api/me", token)).Status);
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Keys_are_announced_before_they_sign_and_kept_until_their_tokens_are_dead()
    {
        await using var host = await AuthHost.StartAsync();
        var ring = host.Get<KeyRing>();
        var first = Assert.Single(ring.Signing).KeyId;

        await AdvanceAsync(KeyRing.Service - KeyRing.Notice + TimeSpan.FromHours(1));
        Assert.Equal(2, ring.Signing.Count);
        Assert.Equal(first, ring.Signing[0].KeyId);
        var second = ring.Signing[1].KeyId;
        Assert.Equal([first, second], await PublishedAsync());
        var old = await host.LogInAsync("admin", AuthHost.AdminPassword);

        await AdvanceAsync(KeyRing.Notice);
        Assert.Equal(second, ring.Signing[0].KeyId);
        host.Time.Advance(-KeyRing.Notice);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/me", old)).Status);
        host.Time.Advance(KeyRing.Notice);

        await AdvanceAsync(KeyRing.Afterlife + TimeSpan.FromDays(1));
        Assert.DoesNotContain(first, await PublishedAsync());

        async Task AdvanceAsync(TimeSpan by)
        {
            host.Time.Advance(by);
            await ring.LoadAsync(CancellationToken.None);
        }

        async Task<IEnumerable<string>> PublishedAsync() =>
            (await host.GetAsync("/.well-known/jwks")).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!);
    }

    [Fact]
    public async Task Keys_and_codes_and_passwords_are_not_stored_in_the_clear()
    {
        await using var host = await AuthHost.StartAsync();
        var code = (await host.GetAsync("/api/code", await host.LogInAsync("admin", AuthHost.AdminPassword)))["code"];
        await using var source = NpgsqlDataSource.Create(host.Database);
        await using var command = source.CreateCommand("SELECT material FROM token_keys WHERE use = 1 UNION ALL SELECT hash FROM one_time_codes");
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<byte[]>();
        while (await reader.ReadAsync())
        {
            stored.Add(reader.GetFieldValue<byte[]>(0));
        }

        Assert.Equal(2, stored.Count);
        using var ecdsa = System.Security.Cryptography.ECDsa.Create();
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => ecdsa.ImportPkcs8PrivateKey(stored[0], out _));
        Assert.DoesNotContain(code, System.Text.Encoding.Latin1.GetString(stored[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configured_admin_nobody_can_sign_in()
    {
        await using var host = await AuthHost.StartAsync(settings: [("Quilt:Admin:UserName", null), ("Quilt:Admin:Password", null)]);

        var answer = await host.PostJsonAsync("/api/login", new { username = "admin", password = "quilt" });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_configured_admin_is_made_only_where_there_is_no_account()
    {
        await using var first = await AuthHost.StartAsync();
        await using var second = await AuthHost.StartAsync(first.Database, settings: [("Quilt:Admin:UserName", "other"), ("Quilt:Admin:Password", "other password")]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await second.PostJsonAsync("/api/login", new { username = "other", password = "other password" })).Status);
    }

    [Theory]
    [InlineData("Quilt:Admin:UserName", "Not-A-Name")]
    [InlineData("Quilt:Admin:Email", "nonsense")]
    [InlineData("Quilt:Auth:CatalogRedirectUris:0", "ftp://catalog.test/")]
    [InlineData("Quilt:Events:KeepDays", "0")]
    [InlineData("Quilt:Events:KeepDays", "for ever")]
    [InlineData("Quilt:Mail:Security", "sometimes")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => AuthHost.StartAsync(settings: [(key, value)]));

        Assert.Contains(key.Replace(":0", "", StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_admins_own_password_must_be_long_enough()
    {
        var failure = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => AuthHost.StartAsync(settings: [("Quilt:Admin:IsDefaultPassword", "false")]));

        Assert.Contains("Quilt:Admin:Password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_password_stands_where_nothing_was_started_yet()
    {
        var empty = await (await PostgresServer.Shared).CreateDatabaseAsync();
        var absent = new NpgsqlConnectionStringBuilder(empty) { Database = "absent" }.ConnectionString;
        await using var own = await AuthHost.StartAsync(settings: [("Quilt:Admin:Password", "my own password"), ("Quilt:Admin:IsDefaultPassword", "false")]);

        Assert.True(await AuthApplication.DefaultPasswordStandsAsync(empty));
        Assert.True(await AuthApplication.DefaultPasswordStandsAsync(absent));
        Assert.False(await AuthApplication.DefaultPasswordStandsAsync(own.Database));
    }
}
