using System.Diagnostics;
using System.Diagnostics.Metrics;
using Quilt.Api.Events;

namespace Quilt.Api.Telemetry;

/// <summary>What the registry counts of itself. Without a receiver of metrics each of these costs one comparison.</summary>
internal static class RegistryMeters
{
    private static readonly Meter Meter = new("Quilt.Api");

    private static readonly Counter<long> Pushes = Meter.CreateCounter<long>("quilt.pushes", "{push}", "Pushes that were recorded.");
    private static readonly Counter<long> Installs = Meter.CreateCounter<long>("quilt.installs", "{install}", "Installs that were answered.");
    private static readonly Counter<long> PushedBytes = Meter.CreateCounter<long>("quilt.pushed", "By", "Size of the objects of recorded pushes, also of those that were there before.");
    private static readonly Counter<long> InstalledBytes = Meter.CreateCounter<long>("quilt.installed", "By", "Size of the objects that installs gave addresses for.");
    private static readonly Counter<long> Presigned = Meter.CreateCounter<long>("quilt.objects.presigned", "{address}", "Addresses that were signed for objects.");
    private static readonly UpDownCounter<long> Queued = Meter.CreateUpDownCounter<long>("quilt.events.queued", "{event}", "Events of installs and previews that wait for the database.");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("quilt.events.dropped", "{event}", "Such events that were given up because too many waited.");
    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>("quilt.cache.lookups", "{lookup}", "Look-ups in a cache in memory.");

    public static void Pushed(Actor by, ReadOnlySpan<long> sizes)
    {
        if (!Pushes.Enabled)
        {
            return;
        }

        Pushes.Add(1, ClientOf(by.Agent));
        PushedBytes.Add(Sum(sizes), ClientOf(by.Agent));
    }

    public static void Installed(Actor by, ReadOnlySpan<long> sizes)
    {
        if (!Installs.Enabled)
        {
            return;
        }

        Installs.Add(1, ClientOf(by.Agent));
        InstalledBytes.Add(Sum(sizes), ClientOf(by.Agent));
    }

    public static void Signed(HttpMethod verb, int count) => Presigned.Add(count, new KeyValuePair<string, object?>("http.request.method", verb.Method));

    /// <summary>Events that began to wait, or (below zero) that wait no more.</summary>
    public static void EventsQueued(int change) => Queued.Add(change);

    /// <summary>One event that waited was given up.</summary>
    public static void EventDropped()
    {
        Queued.Add(-1);
        Dropped.Add(1);
    }

    public static void LookedUp(string cache, bool hit) =>
        Lookups.Add(1, new("quilt.cache", cache), new KeyValuePair<string, object?>("quilt.cache.hit", hit));

    private static TagList ClientOf(string? agent) => new(
        new KeyValuePair<string, object?>("quilt.client", agent switch
        {
            null => "other",
            _ when agent.StartsWith("quilt-cli/", StringComparison.Ordinal) => "cli",
            _ when agent.StartsWith("Quilt.Catalog", StringComparison.Ordinal) => "web",
            _ => "other",
        }));

    private static long Sum(ReadOnlySpan<long> sizes)
    {
        var sum = 0L;
        foreach (var size in sizes)
        {
            sum += size;
        }

        return sum;
    }
}
