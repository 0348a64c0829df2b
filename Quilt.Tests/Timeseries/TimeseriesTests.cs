using System.Net;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Timeseries;

public sealed class TimeseriesTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task Events_are_counted_by_week_from_monday_to_sunday()
    {
        await _registry.AddPackageAsync("alice", "counted", "public");
        using var client = _registry.As(null);
        var before = await client.GetAsync("/api/package_timeseries/alice/counted/Install").JsonAsync();
        var start = before.GetProperty("startDate").GetInt64();
        Assert.Equal(DayOfWeek.Monday, DateTimeOffset.FromUnixTimeSeconds(start).DayOfWeek);
        Assert.Equal(start + (52 * 604800), before.GetProperty("endDate").GetInt64());
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), before.GetProperty("endDate").GetInt64() - 604800, before.GetProperty("endDate").GetInt64());

        // Older than the year; the first and the last moment of its first week; the second week; another type, another package.
        await _registry.SqlAsync($"""
            INSERT INTO events (created_at, type, user_name, package_owner, package_name)
            SELECT to_timestamp({start}) + at, type, '', 'alice', name FROM (VALUES
              (interval '-1 microsecond', 2, 'counted'), (interval '-2 years', 2, 'counted'), (interval '0', 2, 'counted'),
              (interval '7 days' - interval '1 microsecond', 2, 'counted'), (interval '7 days', 2, 'counted'),
              (interval '0', 3, 'counted'), (interval '0', 2, 'other')) e (at, type, name)
            """);
        await _registry.SqlAsync("""
            INSERT INTO package_event_counts (package_owner, package_name, type, user_name, count, latest)
            SELECT package_owner, package_name, type, '', count(*), max(created_at) FROM events WHERE package_name IN ('counted', 'other') GROUP BY 1, 2, 3
            """);
        var counts = await client.GetAsync("/api/package_timeseries/alice/counted/iNSTALL").JsonAsync();
        var series = counts.GetProperty("timeSeries").EnumerateArray().Select(count => count.GetInt32()).ToArray();
        Assert.Equal(52, series.Length);
        Assert.Equal([2, 1, 0], series[..3]);
        Assert.Equal(3, series.Sum());
        Assert.Equal(5, counts.GetProperty("total").GetInt32());
        Assert.Equal("week", counts.GetProperty("frequency").GetString());
    }

    [Fact]
    public async Task Unknown_types_and_packages_are_refused_in_the_known_words()
    {
        using var client = _registry.As(null);
        Assert.StartsWith("Event type incorrectly specified.", await client.GetAsync("/api/package_timeseries/alice/nothing/views").MessageAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal("Package does not exist.", await client.GetAsync("/api/package_timeseries/alice/nothing/push").MessageAsync(HttpStatusCode.NotFound));
    }
}
