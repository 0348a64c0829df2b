namespace Quilt.Api.Http;

/// <summary>Times on the wire are Unix seconds as JSON numbers, with microseconds as the fraction.</summary>
internal static class UnixTime
{
    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public static double Of(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;
}
