using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Quilt.Tests.Callers;

/// <summary>
/// The network side of the sign-in service with keys made in the test: discovery, keys, the revocation feed, and an
/// echo of what is forwarded to it. Its public address does not exist, so whoever asks there fails.
/// </summary>
internal sealed class StandInAuth : IAsyncDisposable
{
    public const string Issuer = "https://auth.quilt.invalid/";
    public const string Secret = "a secret for tests";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private ImmutableList<object> _revocations = [];
    private TaskCompletionSource _news = NewSource();
    private long _acknowledged = -1;
    private TaskCompletionSource _acknowledgement = NewSource();

    private volatile string _serviceToken = "the registry's first token";

    private StandInAuth(WebApplication app) => _app = app;

    public ConcurrentBag<SigningKey> Keys { get; } = [new SigningKey()];

    public SigningKey Key => Keys.First();

    public string Url => _app.Urls.First();

    /// <summary>While set, polls of the feed are answered only when it completes.</summary>
    public TaskCompletionSource? FeedGate { get; set; }

    public bool IsFeedBroken { get; set; }

    /// <summary>How often the keys were fetched.</summary>
    public int KeyFetches;

    public int AccountQuestions;

    /// <summary>How often a personal token was asked for; none is known.</summary>
    public int TokenQuestions;

    public TokenRecipe Token() => new(Key);

    public static async Task<StandInAuth> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var auth = new StandInAuth(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Issuer, jwks_uri = Issuer + "keys/current" }));
        app.MapGet("/keys/current", () =>
        {
            Interlocked.Increment(ref auth.KeyFetches);
            return Results.Json(new { keys = auth.Keys.Select(key => key.PublicJwk) });
        });
        app.MapPost("/connect/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return form["grant_type"] == "client_credentials" && form["client_id"] == "registry"
                && form["client_secret"] == Secret && form["scope"] == "internal"
                ? Results.Json(new { access_token = auth._serviceToken, token_type = "Bearer", expires_in = 3600 })
                : Results.Json(new { error = "invalid_client" }, statusCode: 401);
        });
        app.MapGet("/internal/revocations", (HttpContext context, long after, int wait) => auth.FeedAsync(context, after, wait));
        app.MapGet("/internal/users/{name}", (HttpRequest request, string name) =>
        {
            Interlocked.Increment(ref auth.AccountQuestions);
            return !auth.IsRegistry(request) ? Results.Unauthorized()
                : name == "ada" ? Results.Json(new { name, email = "ada@example.com", is_active = true, is_admin = false })
                : Results.NotFound();
        });
        app.MapGet("/internal/personal-tokens/{hash}", () =>
        {
            Interlocked.Increment(ref auth.TokenQuestions);
            return Results.NotFound();
        });
        app.MapFallback(EchoAsync);
        await app.StartAsync();
        return auth;
    }

    /// <summary>Revokes, and waits until the follower has acknowledged it.</summary>
    public async Task RevokeAsync(string kind, string id, long? generation = null, bool disabled = false)
    {
        long seq;
        lock (_gate)
        {
            seq = _revocations.Count + 1;
            _revocations = _revocations.Add(new { seq, kind, id, generation, disabled });
            _news.TrySetResult();
            _news = NewSource();
        }

        await AcknowledgedAsync(seq);
    }

    /// <summary>Completes when a poll has come from <paramref name="seq"/> or later.</summary>
    public async Task AcknowledgedAsync(long seq)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_acknowledged >= seq)
                {
                    return;
                }

                next = _acknowledgement.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Accepts the token it gave the registry no longer, only a new one.</summary>
    public void ForgetServiceToken() => _serviceToken = "the registry's second token";

    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsRegistry(HttpRequest request) => request.Headers.Authorization == "Bearer " + _serviceToken;

    private async Task<IResult> FeedAsync(HttpContext context, long after, int wait)
    {
        if (!IsRegistry(context.Request))
        {
            return Results.Unauthorized();
        }

        Task news;
        lock (_gate)
        {
            news = _news.Task;
            _acknowledged = Math.Max(_acknowledged, after);
            _acknowledgement.TrySetResult();
            _acknowledgement = NewSource();
        }

        if (FeedGate is { } gate)
        {
            await gate.Task.WaitAsync(context.RequestAborted);
        }

        if (IsFeedBroken)
        {
            return Results.StatusCode(500);
        }

        if (_revocations.Count <= after && wait > 0)
        {
            await Task.WhenAny(news, Task.Delay(TimeSpan.FromSeconds(wait), context.RequestAborted));
        }

        var all = _revocations;
        return Results.Json(new { last = (long)all.Count, revocations = all.Skip((int)after) });
    }

    /// <summary>Tells what came, with the status that was asked for.</summary>
    private static async Task EchoAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var text = await body.ReadToEndAsync();
        context.Response.StatusCode = int.TryParse(context.Request.Headers["X-Want-Status"], out var status) ? status : 200;
        context.Response.Headers.Location = context.Request.Headers["X-Want-Location"];
        context.Response.Headers["X-From-Auth"] = "yes";
        await context.Response.WriteAsJsonAsync(new Echo(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            text,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record Echo(string Method, string Target, string Body, Dictionary<string, string> Headers);
