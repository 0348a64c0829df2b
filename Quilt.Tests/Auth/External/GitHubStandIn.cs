using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Quilt.Tests.Auth.External;

/// <summary>
/// A GitHub Enterprise as an OAuth client sees it: page to agree, token endpoint, API. As strict as the real one about
/// client, redirect address, code and verifier.
/// </summary>
internal sealed class GitHubStandIn : IAsyncDisposable
{
    public const string ClientId = "github-client";
    public const string ClientSecret = "github-secret-5e1f";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Grant> _codes = new();
    private readonly ConcurrentDictionary<string, GitHubPerson> _tokens = new();

    private GitHubStandIn(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, GitHubPerson> People { get; } = new();

    /// <summary>Everything secret that went over the wire.</summary>
    public ConcurrentBag<string> Secrets { get; } = [ClientSecret];

    /// <summary>The status with which the API answers, if not as it should.</summary>
    public int? ApiFailure { get; set; }

    /// <summary>The <c>iss</c> that callbacks carry.</summary>
    public string? CallbackIssuer { get; set; }

    public string Address => _app.Urls.Single() + "/";

    public (string Key, string? Value)[] Settings =>
        [("OAUTH_CLIENT_ID_GITHUB", ClientId), ("OAUTH_CLIENT_SECRET_GITHUB", ClientSecret), ("Quilt:GitHub:BaseUrl", Address)];

    public static async Task<GitHubStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var github = new GitHubStandIn(builder.Build());
        github.Map();
        await github._app.StartAsync();
        return github;
    }

    public void Add(string login, int id, string? email = null, bool verified = true, params string[] organizations) =>
        People[login] = new GitHubPerson(id, login, [new("unused@example.com", false, true), .. email is null ? Array.Empty<GitHubAddress>() : [new(email, true, verified)]], organizations);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet("/login/oauth/authorize", Authorize);
        _app.MapPost("/login/oauth/access_token", ExchangeAsync);
        _app.MapGet("/api/v3/user", context => AnswerAsync(context, person => new { id = person.Id, login = person.Login, name = "The " + person.Login, email = "profile@example.com" }));
        _app.MapGet("/api/v3/user/emails", context => AnswerAsync(context, person => person.Emails.Select(email => new { email = email.Email, primary = email.Primary, verified = email.Verified })));
        _app.MapGet("/api/v3/user/orgs", context => AnswerAsync(context, person => person.Organizations
            .Skip((int.Parse(context.Request.Query["page"]!) - 1) * int.Parse(context.Request.Query["per_page"]!))
            .Take(int.Parse(context.Request.Query["per_page"]!))
            .Select(login => new { login })));
    }

    /// <summary>The page where people agree. Tests that read no page say by <c>as</c> or <c>deny</c> what is pressed.</summary>
    private async Task Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != ClientId || query["redirect_uri"] != "http://auth.test/signin/with/github/callback" || query["response_type"] != "code"
            || query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != 43 || query["state"].ToString().Length == 0)
        {
            context.Response.StatusCode = 404;
            return;
        }

        var back = new Dictionary<string, string?> { ["state"] = query["state"], ["iss"] = CallbackIssuer };
        if (query.ContainsKey("deny"))
        {
            (back["error"], back["error_description"]) = (query["deny"], "The+user+has+denied+your+application+access.");
        }
        else if (People.TryGetValue(query["as"].ToString(), out var person))
        {
            var code = NewSecret();
            _codes[code] = new Grant(person, query["redirect_uri"]!, query["code_challenge"]!);
            back["code"] = code;
        }
        else
        {
            await AskAsync(context);
            return;
        }

        context.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, back.Where(item => item.Value is not null)));
    }

    private async Task AskAsync(HttpContext context)
    {
        var page = new StringBuilder("<!DOCTYPE html><title>GitHub</title><h1>Authorize Quilt</h1>");
        foreach (var login in People.Keys)
        {
            page.Append($"<p><a href=\"{context.Request.Path}{context.Request.QueryString}&as={login}\">Authorize as {login}</a></p>");
        }

        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(page.Append($"<p><a href=\"{context.Request.Path}{context.Request.QueryString}&deny=access_denied\">Cancel</a></p>").ToString());
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            await context.Response.WriteAsJsonAsync(new { error = "incorrect_client_credentials", error_description = "The client_id and/or client_secret passed are incorrect." });
        }
        else if (!_codes.TryRemove(form["code"].ToString(), out var grant) || form["redirect_uri"] != grant.RedirectUri
            || Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != grant.Challenge)
        {
            await context.Response.WriteAsJsonAsync(new { error = "bad_verification_code", error_description = "The code passed is incorrect or expired." });
        }
        else
        {
            var token = "gho_" + NewSecret();
            _tokens[token] = grant.Person;
            await context.Response.WriteAsJsonAsync(new { access_token = token, token_type = "bearer", scope = "user:email" });
        }
    }

    private async Task AnswerAsync(HttpContext context, Func<GitHubPerson, object> answer)
    {
        if (ApiFailure is { } failure && context.Request.Path != "/api/v3/user")
        {
            context.Response.StatusCode = failure;
        }
        else if (context.Request.Headers.UserAgent.Count == 0)
        {
            context.Response.StatusCode = 403;
        }
        else if (_tokens.TryGetValue(context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal), out var person))
        {
            await context.Response.WriteAsJsonAsync(answer(person));
        }
        else
        {
            context.Response.StatusCode = 401;
        }
    }

    private string NewSecret()
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        Secrets.Add(secret);
        return secret;
    }

    private static string Base64Url(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);

    private sealed record Grant(GitHubPerson Person, string RedirectUri, string Challenge);
}

internal sealed record GitHubPerson(int Id, string Login, IReadOnlyList<GitHubAddress> Emails, IReadOnlyList<string> Organizations);

internal sealed record GitHubAddress(string Email, bool Primary, bool Verified);
