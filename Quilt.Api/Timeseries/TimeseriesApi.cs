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

    /// <summary>
    /// An index-only scan of one range of the events' index on (owner, name, type, time): the year's events of this type
    /// and package, whatever else there is. The total is a few rows of the counts, found by their primary key.
    /// </summary>
    internal const string WeeksSql = """
        SELECT date_bin('7 days', created_at, @start) AS week, count(*)
        FROM events
        WHERE package_owner = @owner AND package_name = @name AND type = @type AND created_at >= @start
        GROUP BY week
        """;

    private const string TotalSql = """
        SELECT COALESCE(sum(count), 0)::bigint FROM package_event_counts
        WHERE package_owner = @owner AND package_name = @name AND type = @type
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

        await using var batch = database.CreateBatch();
        foreach (var sql in (ReadOnlySpan<string>)[TotalSql, WeeksSql])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddWithValue("start", start);
            command.Parameters.AddWithValue("owner", owner);
            command.Parameters.AddWithValue("name", package);
            command.Parameters.AddWithValue("type", (short)eventType);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var counts = new long[Weeks];
        while (await reader.ReadAsync(cancellationToken))
        {
            // The clock of another replica may be ahead: what it recorded has no week yet.
            if ((reader.GetDateTime(0) - start) / Week is < Weeks and var week)
            {
                counts[(int)week] = reader.GetInt64(1);
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
