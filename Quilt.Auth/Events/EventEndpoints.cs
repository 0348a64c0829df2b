using System.Globalization;

namespace Quilt.Auth.Events;

/// <summary>What the registry reads for its audit.</summary>
internal static class EventEndpoints
{
    private const int DefaultLimit = 1_000;
    private const int HighestLimit = 10_000;

    public static void MapEvents(this IEndpointRouteBuilder internals) =>
        internals.MapGet("/events", ReadAsync).WithSummary("The newest security events, of one account or of all.");

    private static async Task<IResult> ReadAsync(string? user, string? limit, SecurityEvents events, CancellationToken cancellationToken)
    {
        var most = DefaultLimit;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= HighestLimit))
        {
            return Answers.Error(400, $"'limit' must be a number from 1 to {HighestLimit}.");
        }

        // The database refuses NUL, and no name has one.
        var found = user?.Contains('\0', StringComparison.Ordinal) == true ? [] : await events.ReadAsync(user, most, cancellationToken);
        return Results.Json(new EventList(found), AuthJson.Default.EventList);
    }
}

internal sealed record EventList(IReadOnlyList<RecordedEvent> Events);
