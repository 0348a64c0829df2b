using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quilt.Auth;
using Quilt.Tests.Mail;
using Quilt.Tests.Postgres;

namespace Quilt.Tests.Auth;

/// <summary>One running Quilt.Auth with a database and a clock of its own.</summary>
internal sealed class AuthHost : IAsyncDisposable
{
    public const string Issuer = "http://auth.test/";
    public const string Catalog = "http://catalog.test";
    public const string Registry = "http://registry.test";
    public const string AdminPassword = "quilt";

    private AuthHost(WebApplication app, string database, ShiftedTime time)
    {
        App = app;
        Database = database;
        Time = time;
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public WebApplication App { get; }

    public string Database { get; }

    public ShiftedTime Time { get; }

    public Uri Address { get; }

    /// <summary>Follows no redirect and keeps no cookie.</summary>
    public HttpClient Http { get; }

    public static Task<AuthHost> StartAsync(string? database = null, ShiftedTime? time = null, params (string Key, string? Value)[] settings) =>
        StartAsync(database, time, more: null, settings);

    /// <param name="more">Changes what else a test needs otherwise.</param>
    public static async Task<AuthHost> StartAsync(string? database, ShiftedTime? time, Action<WebApplicationBuilder>? more, params (string Key, string? Value)[] settings)
    {
        database ??= await (await PostgresServer.Shared).CreateDatabaseAsync();
        time ??= new ShiftedTime();
        var app = AuthApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["urls"] = "http://127.0.0.1:0",
                ["ConnectionStrings:auth-db"] = database,
                ["Quilt:PublicUrls:Auth"] = Issuer,
                ["Quilt:PublicUrls:Catalog"] = Catalog,
                ["Quilt:Admin:UserName"] = "admin",
                ["Quilt:Admin:Password"] = AdminPassword,
                ["Quilt:Admin:Email"] = "admin@example.com",
                ["Quilt:Admin:IsDefaultPassword"] = "true",
                ["Quilt:ServiceClients:registry:Secret"] = "registry-secret",
                ["Quilt:ServiceClients:catalog:Secret"] = "catalog-secret",
                ["Quilt:AllowSignup"] = "true",
                ["Quilt:EnableUserEndpoints"] = "true",
            });
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
            builder.Logging.ForTests(null);
            builder.Services.AddSingleton<TimeProvider>(time);

            // A hash of full strength takes 70 ms of CPU, and tests sign in thousands of times.
            builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
            more?.Invoke(builder);
        });
        await app.StartAsync();
        return new AuthHost(app, database, time);
    }

    public T Get<T>()
        where T : notnull =>
        App.Services.GetRequiredService<T>();

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        using var response = await Http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public Task<Answer> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, token);

    public Task<Answer> PostAsync(string path, string? token = null) => SendAsync(HttpMethod.Post, path, token);

    public Task<Answer> PostJsonAsync(string path, object body, string? token = null) => SendAsync(HttpMethod.Post, path, token, JsonContent.Create(body));

    public Task<Answer> PostFormAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, content: new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>The security events, newest first, as the registry reads them.</summary>
    public async Task<List<JsonElement>> EventsAsync(string user)
    {
        var answer = await GetAsync($"/internal/events?user={Uri.EscapeDataString(user)}", await ServiceTokenAsync());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return [.. answer.Json.GetProperty("events").EnumerateArray()];
    }

    /// <summary>The types of the security events, oldest first.</summary>
    public async Task<List<string>> EventTypesAsync(string user) =>
        [.. (await EventsAsync(user)).Select(entry => entry.GetProperty("type").GetString()!).Reverse()];

    /// <summary>A new account with the password <c>correct horse</c>; returns a token of it.</summary>
    public async Task<string> RegisterAsync(string name)
    {
        var answer = await PostJsonAsync("/api/register", new { username = name, password = "correct horse", email = name + "@example.com" });
        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body));
        return await LogInAsync(name, "correct horse");
    }

    public async Task<string> LogInAsync(string name, string password)
    {
        var answer = await PostJsonAsync("/api/login", new { username = name, password });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer["token"];
    }

    /// <summary>What the command line has after <c>quilt login</c>.</summary>
    public async Task<(string Access, string Refresh)> LogInCommandLineAsync(string token)
    {
        var code = (await GetAsync("/api/code", token))["code"];
        var tokens = await PostFormAsync("/api/token", ("refresh_token", code));
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        return (tokens["access_token"], tokens["refresh_token"]);
    }

    /// <summary>The token with which the registry asks.</summary>
    public async Task<string> ServiceTokenAsync()
    {
        var answer = await PostFormAsync(
            "/connect/token", ("grant_type", "client_credentials"), ("client_id", "registry"), ("client_secret", "registry-secret"), ("scope", "internal"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer["access_token"];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}

internal static class TestLogging
{
    /// <summary>Quiet, or everything to <paramref name="logs"/>.</summary>
    public static void ForTests(this ILoggingBuilder logging, ILoggerProvider? logs)
    {
        logging.SetMinimumLevel(logs is null ? LogLevel.Error : LogLevel.Trace);
        if (logs is not null)
        {
            logging.ClearProviders().AddProvider(logs);
        }
    }
}

internal sealed record Answer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Message => this["message"];

    public string this[string name] => Json.GetProperty(name).GetString()!;
}

/// <summary>One host for the tests of a class, with a mail server.</summary>
public sealed class MailedAuthFixture : IAsyncLifetime
{
    internal SmtpListener Mail { get; } = SmtpListener.Start();

    internal AuthHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await AuthHost.StartAsync(settings: [.. Mail.Settings, ("Quilt:PublicUrls:Registry", AuthHost.Registry)]);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Mail.DisposeAsync();
    }

    /// <summary>A new account that its owner has activated, with the password <c>correct horse</c>.</summary>
    internal async Task<string> ActivateAsync(string name)
    {
        var answer = await Host.PostJsonAsync("/api/register", new { username = name, password = "correct horse", email = name + "@example.com" });
        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body));
        var mail = await Mail.FindAsync(name + "@example.com", "Activate");
        var activated = await Host.GetAsync(mail.Link.AbsolutePath);
        Assert.Equal(AuthHost.Catalog + "/signin", activated.Headers.Location!.OriginalString);
        return await Host.LogInAsync(name, "correct horse");
    }
}

/// <summary>One host for the tests of a class.</summary>
public sealed class AuthHostFixture : IAsyncLifetime
{
    internal AuthHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await AuthHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
