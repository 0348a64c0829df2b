using System.Globalization;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.Revocations;

internal static class RevocationEndpoints
{
    private const int LongestWait = 60;

    public static void MapRevocations(this IEndpointRouteBuilder internals) =>
        internals.MapGet("/revocations", FollowAsync).WithSummary("The revocations after a known one; waits for the next.");

    private static async Task<IResult> FollowAsync(
        string? after, string? wait, string? subscriber, HttpContext context, RevocationFeed feed, Subscribers subscribers, IHostApplicationLifetime lifetime)
    {
        if (!TryParse(after, long.MaxValue, out var seq) || !TryParse(wait, LongestWait, out var seconds))
        {
            return Answers.Error(400, $"'after' must be the number of the last known revocation or 0, and 'wait' the seconds to wait, at most {LongestWait}.");
        }

        // A replica of the registry that does not name itself is told from others by its token.
        var name = subscriber is { Length: > 0 and <= 100 } ? subscriber : Caller.Of(context).TokenId.ToString();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        subscribers.Arrive(name, seq);
        try
        {
            return Results.Json(await feed.ReadAsync(seq, TimeSpan.FromSeconds(seconds), either.Token), AuthJson.Default.RevocationPage);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Results.Json(new RevocationPage(seq, []), AuthJson.Default.RevocationPage);
        }
        finally
        {
            subscribers.Leave(name);
        }
    }

    private static bool TryParse(string? text, long most, out long number)
    {
        number = 0;
        return text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most);
    }
}
