using Quilt.Auth.Bodies;

namespace Quilt.Auth.PersonalTokens;

/// <summary>What the registry asks about tokens that it sees for the first time, and what it tells of those that are used.</summary>
internal static class KnownTokenEndpoints
{
    private const int HashBytes = 32;

    public static void MapKnownTokens(this IEndpointRouteBuilder internals)
    {
        internals.MapGet("/personal-tokens/{hash}", ReadAsync).WithSummary("The token with a SHA-256, in hex, if it is good now.");
        internals.MapPost("/personal-tokens/used", NoteAsync).WithSummary("Notes when tokens were used.");
    }

    private static async Task<IResult> ReadAsync(string hash, PersonalTokenStore tokens, CancellationToken cancellationToken) =>
        hash.Length == 2 * HashBytes && hash.All(char.IsAsciiHexDigitLower) && await tokens.FindAsync(Convert.FromHexString(hash), cancellationToken) is { } live
            ? Results.Json(KnownToken.Of(live), AuthJson.Default.KnownToken)
            : Answers.Error(404, "No token that is good has this hash.");

    private static async Task<IResult> NoteAsync(HttpContext context, TokenUses uses)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.TokenUsesBody, "The request body must be {\"uses\": [{\"id\": a token's id, \"at\": Unix seconds}]}.");
        if (body.Value is not { } noted)
        {
            return body.Refusal!;
        }

        foreach (var use in noted.Uses)
        {
            if (UnixTime.Read(use.At) is { } at)
            {
                uses.Note(use.Id, at);
            }
        }

        return Empty.Ok;
    }
}
