using Quilt.Auth.Bodies;
using Quilt.Auth.Limits;
using Quilt.Auth.PersonalTokens;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>Trusted publishers, for their owners, and the exchange, for workloads.</summary>
internal static class TrustedPublishingEndpoints
{
    private const int MostFailures = 300;

    private const string PublisherShape =
        "The request body must be a JSON object: either 'github' with 'repository' and as wanted 'workflow', 'ref', 'environment', or 'issuer' and 'claims' (names and values); and as wanted 'audience'.";

    public static void AddTrustedPublishing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TrustedPublishingOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<IssuerConnections>();
        builder.Services.AddSingleton<IssuerKeys>();
        builder.Services.AddSingleton<PublisherRules>();
        builder.Services.AddSingleton<PublisherStore>();
        builder.Services.AddSingleton<UsedProofs>();
        builder.Services.AddSingleton<ProofVerifier>();
        builder.Services.AddSingleton<TokenExchange>();
    }

    public static void MapTrustedPublishing(this IEndpointRouteBuilder api)
    {
        // A publisher is worth a token without an end, so no restricted token may name one.
        var publishers = api.MapGroup("/publishers/{owner}/{package}");
        publishers.RequireLogin();
        publishers.MapGet("/", ListAsync).WithSummary("Who is trusted to push to a package.");
        publishers.MapPost("/", AddAsync).WithSummary("Trusts workloads with certain claims to push to a package.");
        publishers.MapDelete("/{id}", RemoveAsync).WithSummary("Trusts a publisher no longer, and ends its tokens.");
        api.MapPost("/token/exchange", ExchangeAsync).WithSummary("A short-lived push token for a workload's OpenID Connect token.");
    }

    private static async Task<IResult> ListAsync(string owner, string package, HttpContext context, PublisherStore publishers) =>
        FindRefusal(context, owner, package)
        ?? Results.Json(new PublisherList(await publishers.ListAsync(Caller.Of(context).UserId!.Value, package, context.RequestAborted)), AuthJson.Default.PublisherList);

    private static async Task<IResult> AddAsync(string owner, string package, HttpContext context, PublisherRules rules, PublisherStore publishers)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.NewPublisherBody, PublisherShape);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (FindRefusal(context, owner, package) is { } refusal)
        {
            return refusal;
        }

        var (wish, problem) = rules.Read(wanted);
        if (wish is null)
        {
            return Answers.Error(400, problem!);
        }

        var caller = Caller.Of(context);
        return await publishers.AddAsync(caller.UserId!.Value, caller.Generation, package, wish, context.RequestAborted) is { } added
            ? Results.Json(added, AuthJson.Default.ListedPublisher)
            : Answers.Error(400, "You trust too many publishers. Remove one that you no longer need.");
    }

    private static async Task<IResult> RemoveAsync(string owner, string package, string id, HttpContext context, PublisherStore publishers) =>
        FindRefusal(context, owner, package)
        ?? (Guid.TryParseExact(id, "D", out var publisher) && await publishers.RemoveAsync(Caller.Of(context).UserId!.Value, package, publisher, context.RequestAborted)
            ? Empty.Ok
            : Answers.Error(404, $"{owner}/{package} has no trusted publisher with this id."));

    private static async Task<IResult> ExchangeAsync(HttpContext context, TokenExchange exchange, AttemptCounts attempts)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.ExchangeBody);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (!PackageNames.IsFullName(wanted.Package))
        {
            return Answers.Error(400, "'package' must be the name of a package, written as owner/name.");
        }

        Attempt[] failures = [Attempt.ByAddress("token exchange ", context.Connection.RemoteIpAddress, MostFailures)];
        if (await attempts.BlockedForAsync(failures, context.RequestAborted) is { } wait)
        {
            return Answers.TooMany(context, wait, "Too many tokens from your address were refused. Wait and try again.");
        }

        var name = wanted.Package.Split('/');
        try
        {
            var (token, refusal) = await exchange.ExchangeAsync(name[0], name[1], wanted.Token, context.RequestAborted);
            if (token is not null)
            {
                return Results.Json(token, AuthJson.Default.PushToken);
            }

            await attempts.CountAsync(failures, context.RequestAborted);
            return Answers.Error(401, refusal!);
        }
        catch (HttpRequestException)
        {
            await attempts.CountAsync(failures, context.RequestAborted);
            context.Response.Headers.RetryAfter = "30";
            return Answers.Error(503, "The token's issuer cannot be asked for its keys now. Try again in a moment.");
        }
    }

    /// <summary>The same for all who are not the owner, whether the package exists or not.</summary>
    private static IResult? FindRefusal(HttpContext context, string owner, string package) =>
        Caller.Of(context).Name != owner ? Answers.Error(403, "Only the package owner can manage trusted publishers.")
        : !PackageNames.IsPackage(package) ? Answers.Error(400, "The package name must start with a letter and hold only letters, digits and underscores.")
        : null;
}
