using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What happened to a package.</summary>
/// <param name="Installs">Fetched revisions.</param>
/// <param name="Previews">Looks at the package.</param>
/// <param name="Pushes">Pushed revisions.</param>
/// <param name="Deletes">Deletions of the whole package.</param>
public sealed record PackageActivity(EventCount Installs, EventCount Previews, EventCount Pushes, EventCount Deletes);

/// <summary>How often something happened.</summary>
/// <param name="Count">How often.</param>
/// <param name="Latest">When last; null where it never did.</param>
public sealed record EventCount(long Count, [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset? Latest = null);

internal sealed record PackageActivities(IReadOnlyDictionary<string, PackageActivity> Packages);
