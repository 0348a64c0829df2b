using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Packages;

namespace Quilt.Api.Timeseries;

/// <summary>How often a package was pushed, installed, viewed, week by week.</summary>
internal static class TimeseriesApi
{
    private const int Weeks = 52;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>One range of the events' index, counted by week; what is older counts into the total only.</summary>
    private const string Sql = """
        SELECT CASE WHEN created_at < @start THEN -1 ELSE floor(extract(epoch FROM created_at - @start) / 604800)::int END AS week, count(*)
        FROM events
        WHERE package_owner = @owner AND package_name = @name AND type = @type
        GROUP BY week
        """;

    public static void MapTimeseries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/package_timeseries/{owner}/{package}/{type}", Get).WithTags("Packages").WithName("GetTimeseries")
            .WithSummary("How often something happened to a package in each of the last 52 weeks")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);

    private static async Task<Results<JsonAnswer<TimeseriesAnswer>, ApiError>> Get(
        string owner, string package, string type, Caller caller, PackageStates states, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellationToken)
    {
        if (TypeOf(type) is not { } eventType)
        {
            return ApiError.BadRequest("Event type incorrectly specified. Use install, preview, push or delete.");
        }

        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is null)
        {
            return ApiError.NotFound("Package does not exist.");
        }

        // Weeks start on Monday, UTC; the last one is the one we are in.
        var today = time.GetUtcNow().UtcDateTime.Date;
        var end = today.AddDays(7 - (((int)today.DayOfWeek + 6) % 7));
        var start = end - (Week * Weeks);

        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("start", start);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("name", package);
        command.Parameters.AddWithValue("type", (short)eventType);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new long[Weeks];
        var total = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (week, count) = (reader.GetInt32(0), reader.GetInt64(1));
            total += count;
            if (week is >= 0 and < Weeks)
            {
                counts[week] = count;
            }
        }

        return new JsonAnswer<TimeseriesAnswer>(
            new((long)UnixTime.Of(start), (long)UnixTime.Of(end), "week", counts, total), TimeseriesJson.Default.TimeseriesAnswer);
    }

    private static EventType? TypeOf(string text) => text.ToUpperInvariant() switch
    {
        "INSTALL" => EventType.Install,
        "PREVIEW" => EventType.Preview,
        "PUSH" => EventType.Push,
        "DELETE" => EventType.Delete,
        _ => null,
    };
}

/// <param name="StartDate">When the first week began, in Unix seconds.</param>
/// <param name="EndDate">When the last week ends, in Unix seconds.</param>
/// <param name="Frequency">Always <c>week</c>.</param>
/// <param name="TimeSeries">Counts by week, oldest first.</param>
/// <param name="Total">The count of all time.</param>
internal sealed record TimeseriesAnswer(
    [property: JsonPropertyName("startDate")] long StartDate,
    [property: JsonPropertyName("endDate")] long EndDate,
    [property: JsonPropertyName("frequency")] string Frequency,
    [property: JsonPropertyName("timeSeries")] IReadOnlyList<long> TimeSeries,
    [property: JsonPropertyName("total")] long Total);

[JsonSerializable(typeof(TimeseriesAnswer))]
internal sealed partial class TimeseriesJson : JsonSerializerContext;
