using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What may happen to a package.</summary>
public enum PackageEvent
{
    /// <summary>A revision was fetched.</summary>
    Install,

    /// <summary>The package was looked at.</summary>
    Preview,

    /// <summary>A revision was pushed.</summary>
    Push,

    /// <summary>The package was deleted.</summary>
    Delete,
}

/// <summary>How often something happened in each of the last 52 weeks.</summary>
/// <param name="StartDate">When the first week starts.</param>
/// <param name="EndDate">When the last week ends.</param>
/// <param name="Frequency">The length of a step: <c>week</c>.</param>
/// <param name="TimeSeries">The counts, oldest first.</param>
/// <param name="Total">The count since the package exists.</param>
public sealed record PackageTimeSeries(
    [property: JsonPropertyName("startDate"), JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset StartDate,
    [property: JsonPropertyName("endDate"), JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset EndDate,
    string Frequency,
    [property: JsonPropertyName("timeSeries")] IReadOnlyList<long> TimeSeries,
    long Total);
