using Quilt.Auth.Bodies;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.PersonalTokens;

/// <summary>One's own tokens, for programs. A token may do this only with the scope admin and all packages.</summary>
internal static class PersonalTokenEndpoints
{
    private const string Shape =
        "The request body must be a JSON object with 'name' (string) and 'scopes' (array of read, write, admin), and as wanted 'packages' (array of owner/name) or 'owner' (string), and 'expires_at' (Unix seconds, or null for no end).";

    public static void MapPersonalTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens");
        tokens.RequireLogin(RestrictedTokens.ThatManageTokens);
        tokens.MapGet("/", ListAsync).WithSummary("The caller's personal access tokens, without their secrets.");
        tokens.MapPost("/", CreateAsync).WithSummary("A new personal access token; its secret is told this once.");
        tokens.MapDelete("/{id}", RevokeAsync).WithSummary("Ends a personal access token.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, PersonalTokenStore tokens) =>
        Results.Json(
            new TokenList([.. (await tokens.ListAsync(Caller.Of(context).UserId!.Value, context.RequestAborted)).Select(ListedToken.Of)]),
            AuthJson.Default.TokenList);

    private static async Task<IResult> CreateAsync(HttpContext context, PersonalTokenStore tokens)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.NewTokenBody, Shape);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        DateTimeOffset? expiresAt = null;
        if (wanted.ExpiresAt is { } seconds && (expiresAt = UnixTime.Read(seconds)) is null)
        {
            return Answers.Error(400, "'expires_at' must be a time in Unix seconds.");
        }

        var caller = Caller.Of(context);
        var wish = new TokenWish(wanted.Name, wanted.Scopes, wanted.Owner, wanted.Packages, expiresAt);
        var maker = new TokenMaker(caller.UserId!.Value, caller.Name, caller.IsAdmin, caller.Generation, caller.Grant);
        return await tokens.CreateAsync(wish, maker, context.RequestAborted) switch
        {
            { Refusal: { } refusal } => Answers.Error(refusal.Status, refusal.Message),
            var made => Results.Json(NewToken.Of(made.Secret!, made.Token!), AuthJson.Default.NewToken),
        };
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, PersonalTokenStore tokens) =>
        Guid.TryParseExact(id, "D", out var token) && await tokens.RevokeAsync(Caller.Of(context).UserId!.Value, token, context.RequestAborted)
            ? Empty.Ok
            : Answers.Error(404, "You have no token with this id.");
}
