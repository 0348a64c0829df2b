using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Quilt.Auth.Applications;
using Quilt.Auth.Database;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>A sign-in service with an application of each kind, for the tests of one class.</summary>
public sealed class OpenIdFixture : IAsyncLifetime
{
    internal OpenIdHost Clients { get; private set; } = null!;

    public async Task InitializeAsync() => Clients = await OpenIdHost.StartAsync();

    public async Task DisposeAsync() => await Clients.DisposeAsync();
}

/// <summary>A sign-in service with an application of each kind, and the requests that they make.</summary>
internal sealed class OpenIdHost : IAsyncDisposable
{
    public const string Callback = "https://app.example.com/callback?tenant=1";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    private OpenIdHost(AuthHost host) => Host = host;

    public static string Challenge { get; } = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public AuthHost Host { get; }

    /// <summary>Runs on a server, keeps a secret, may <c>read</c>.</summary>
    public Client Web { get; private set; } = null!;

    /// <summary>Another of that kind.</summary>
    public Client OtherWeb { get; private set; } = null!;

    /// <summary>Runs on its user's machine, may sign in machines, may <c>read</c> and <c>write</c>.</summary>
    public Client Native { get; private set; } = null!;

    /// <summary>Acts as the account <c>robot</c>, may <c>read</c> and <c>write</c>.</summary>
    public Client Service { get; private set; } = null!;

    public static async Task<OpenIdHost> StartAsync(string? database = null, ShiftedTime? time = null)
    {
        var clients = new OpenIdHost(await AuthHost.StartAsync(database, time));
        await clients.Host.RegisterAsync("robot");
        clients.Web = await clients.CreateAsync(new("Web", ApplicationKind.Confidential, [Callback], ["profile", "email", "read"], false, ""));
        clients.OtherWeb = await clients.CreateAsync(new("Other", ApplicationKind.Confidential, [Callback], ["read"], false, ""));
        clients.Native = await clients.CreateAsync(new("Native", ApplicationKind.Public, ["http://127.0.0.1/cb", "com.example.app:/cb"], ["profile", "read", "write"], true, ""));
        clients.Service = await clients.CreateAsync(new("Service", ApplicationKind.Service, [], ["read", "write"], false, "robot"));
        return clients;
    }

    public Task<Client> CreateAsync(NewApplication application) => CreateAsync(Host, application);

    public static async Task<Client> CreateAsync(AuthHost host, NewApplication application)
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        var admin = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Users.SingleAsync(user => user.UserName == "admin");
        var created = await scope.ServiceProvider.GetRequiredService<RegisteredApplications>().CreateAsync(application, admin, CancellationToken.None);
        Assert.Null(created.Problem);
        return new Client(created.ClientId!, created.Secret);
    }

    /// <summary>A good authorization request of <paramref name="client"/> but for <paramref name="changes"/>; an empty value leaves it out.</summary>
    public static string AuthorizeUrl(Client client, params (string Name, string Value)[] changes) =>
        AuthorizeUrl(client.Id, Callback, "openid read offline_access", Challenge, changes);

    /// <summary>A good authorization request but for <paramref name="changes"/>; an empty value leaves it out.</summary>
    public static string AuthorizeUrl(string clientId, string callback, string scope, string challenge, (string Name, string Value)[] changes)
    {
        var query = HttpUtility.ParseQueryString("");
        query["client_id"] = clientId;
        query["response_type"] = "code";
        query["redirect_uri"] = callback;
        query["scope"] = scope;
        query["code_challenge"] = challenge;
        query["code_challenge_method"] = "S256";
        query["state"] = "some-state";
        foreach (var (name, value) in changes)
        {
            query[name] = value;
            if (value.Length == 0)
            {
                query.Remove(name);
            }
        }

        return "/connect/authorize?" + query;
    }

    /// <summary>A browser in which <paramref name="name"/> is signed in, as a new account unless it exists.</summary>
    public async Task<Browser> SignInAsync(string name)
    {
        await Host.PostJsonAsync("/api/register", new { username = name, password = "correct horse", email = name + "@example.com" });
        var browser = new Browser(Host);
        await browser.SignInAsync(name, name == "admin" ? AuthHost.AdminPassword : "correct horse", "/");
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        return browser;
    }

    /// <summary>Lets <paramref name="browser"/> answer an authorization request, consenting where it is asked; returns the answer's parameters.</summary>
    public static async Task<System.Collections.Specialized.NameValueCollection> AuthorizeAsync(Browser browser, string url)
    {
        await browser.GetAsync(url);
        if (browser.Location?.StartsWith("/consent?", StringComparison.Ordinal) == true)
        {
            await browser.FollowAsync();
            await browser.SubmitAsync(("consent", "allow"));
        }

        Assert.NotNull(browser.Location);
        return HttpUtility.ParseQueryString(new Uri(browser.Location).Query);
    }

    public async Task<string> CodeAsync(Client client, string user, params (string Name, string Value)[] changes)
    {
        using var browser = await SignInAsync(user);
        return (await AuthorizeAsync(browser, AuthorizeUrl(client, changes)))["code"]!;
    }

    /// <summary>A good exchange of <paramref name="code"/> but for <paramref name="changes"/>; an empty value leaves it out.</summary>
    public Task<Answer> ExchangeAsync(Client client, string code, params (string Name, string Value)[] changes) =>
        PostAsync("/connect/token", client, [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Callback), ("code_verifier", Verifier)], changes);

    public Task<Answer> RefreshAsync(Client client, string token, params (string Name, string Value)[] changes) =>
        PostAsync("/connect/token", client, [("grant_type", "refresh_token"), ("refresh_token", token)], changes);

    public Task<Answer> PollAsync(Client client, string deviceCode, params (string Name, string Value)[] changes) =>
        PostAsync("/connect/token", client, [("grant_type", DeviceGrant), ("device_code", deviceCode)], changes);

    /// <summary>The tokens of a person who lets <paramref name="client"/> in.</summary>
    public async Task<Answer> TokensAsync(Client client, string user, string scope = "openid read offline_access")
    {
        var tokens = await ExchangeAsync(client, await CodeAsync(client, user, ("scope", scope)));
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        return tokens;
    }

    /// <summary>The tokens of a machine that a person approves.</summary>
    public async Task<Answer> TokensOfMachineAsync(Client client, string user, string scope = "read")
    {
        var device = await PostAsync("/connect/device", client, [("scope", scope)]);
        using var browser = await SignInAsync(user);
        await browser.GetAsync("/device?user_code=" + device["user_code"]);
        await browser.SubmitAsync(("decision", "approve"));
        return await PollAsync(client, device["device_code"]);
    }

    /// <summary>Posts a form with the client's credentials; a change with an empty value leaves a field out.</summary>
    public Task<Answer> PostAsync(string path, Client client, (string Name, string Value)[] fields, params (string Name, string Value)[] changes)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        form["client_id"] = client.Id;
        form["client_secret"] = client.Secret ?? "";
        foreach (var (name, value) in changes)
        {
            form[name] = value;
        }

        return Host.PostFormAsync(path, [.. form.Where(field => field.Value.Length > 0).Select(field => (field.Key, field.Value))]);
    }

    public static JsonElement Claims(string token) => JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.Split('.')[1])).RootElement;

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}

internal sealed record Client(string Id, string? Secret)
{
    public static Client CommandLine { get; } = new("quilt-cli", null);
}
