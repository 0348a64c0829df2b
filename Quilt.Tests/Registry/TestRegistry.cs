using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quilt.Api;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Accounts;
using Quilt.Tests.Postgres;

namespace Quilt.Tests.Registry;

/// <summary>
/// A real registry API on a real database, over HTTP. The token <c>user:alice</c> stands for alice, <c>admin:root</c> for
/// an administrator; every account exists but those whose names start with <c>nobody</c>.
/// </summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    /// <summary>Neither sign-in nor object store is part of this registry: what it asks them is answered in process or not at all.</summary>
    private const string NobodyThere = "http://127.0.0.1:9";

    private readonly WebApplication _app;

    private TestRegistry(WebApplication app, string connectionString)
    {
        _app = app;
        ConnectionString = connectionString;
        Database = app.Services.GetRequiredService<NpgsqlDataSource>();
        Address = new Uri(app.Urls.First());
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a registry on <paramref name="connectionString"/>, or on a database of its own.</summary>
    public static async Task<TestRegistry> StartAsync(string? connectionString = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var database = connectionString ?? await (await PostgresServer.Shared).CreateDatabaseAsync();
        var app = ApiApplication.Build(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:registry"] = database,
                ["services:auth:http:0"] = NobodyThere,
                ["Quilt:ServiceClients:registry:Secret"] = "a secret that nobody checks",
                ["Quilt:Objects:Endpoint"] = NobodyThere,
                ["Quilt:Objects:AccessKey"] = "key",
                ["Quilt:Objects:SecretKey"] = "secret",
            });
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton<ITokenVerifier, NamedTokens>();
            builder.Services.AddSingleton<IAccountDirectory, NearlyEveryone>();
        });
        await app.StartAsync();
        return new TestRegistry(app, database);
    }

    /// <summary>A client that is logged in as <paramref name="user"/> (null: anonymous, <c>admin:NAME</c>: an administrator).</summary>
    public HttpClient As(string? user)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.Contains(':') ? user : "user:" + user);
        }

        return client;
    }

    /// <summary>A package hash of its own for every <paramref name="seed"/>.</summary>
    public static string HashOf(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private sealed class NamedTokens : ITokenVerifier
    {
        public ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken cancellationToken) =>
            ValueTask.FromResult(token.Split(':') switch
            {
                ["user", var name] => new TokenVerdict(new Caller(name, name + "@example.org", false)),
                ["admin", var name] => new TokenVerdict(new Caller(name, name + "@example.org", true)),
                _ => default,
            });
    }

    /// <summary>Listed are three of them: an administrator, a user, and one who is disabled and never signed in.</summary>
    private sealed class NearlyEveryone : IAccountDirectory
    {
        private static readonly DateTimeOffset SignedIn = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

        public ValueTask<bool> ExistsAsync(string userName, CancellationToken cancellationToken) =>
            ValueTask.FromResult(!userName.StartsWith("nobody", StringComparison.Ordinal));

        public async Task<KnownAccount?> FindAsync(string userName, CancellationToken cancellationToken) =>
            await ExistsAsync(userName, cancellationToken)
                ? new KnownAccount(userName, userName + "@example.org", IsActive: !userName.StartsWith("disabled", StringComparison.Ordinal), IsAdmin: false)
                : null;

        public Task<IReadOnlyList<KnownAccount>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KnownAccount>>(
        [
            new("root", "root@example.org", IsActive: true, IsAdmin: true, SignedIn),
            new("listed", "listed@example.org", IsActive: true, IsAdmin: false, SignedIn),
            new("disabled", "disabled@example.org", IsActive: false, IsAdmin: false),
        ]);

        public Task<SignUpState> SignUpAsync(CancellationToken cancellationToken) => Task.FromResult(new SignUpState(true, ["example.org"], true));

        public Task<IReadOnlyList<AccountEvent>> EventsAsync(string userName, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<AccountEvent>>(
                [new(SignedIn.ToUnixTimeSeconds(), userName, "LOGIN_FAILED", "192.0.2.7", "a browser", new Dictionary<string, string> { ["reason"] = "password" })]);
    }
}

/// <summary>One registry for the tests of a class.</summary>
public sealed class RegistryFixture : IAsyncLifetime
{
    private TestRegistry? _registry;

    internal TestRegistry Registry => _registry!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await Registry.DisposeAsync();
}
