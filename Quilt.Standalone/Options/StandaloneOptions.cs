using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Standalone.Options;

/// <summary>What Standalone was asked to do, checked.</summary>
/// <param name="DataFolder">The data folder as a full path; null with <c>--ephemeral</c>.</param>
/// <param name="Ports">The port of each service.</param>
/// <param name="Bind">Where the services listen.</param>
/// <param name="PublicUrls">The configured public addresses; services that have none are absent.</param>
/// <param name="PostgresFolder">The configured folder of the PostgreSQL programs, or null to look for them.</param>
/// <param name="AdminPassword">The first admin's password, or null for the default one.</param>
internal sealed record StandaloneOptions(
    string? DataFolder,
    IReadOnlyDictionary<QuiltService, int> Ports,
    BindAddress Bind,
    IReadOnlyDictionary<QuiltService, string> PublicUrls,
    string? PostgresFolder,
    string? AdminPassword)
{
    /// <summary>Whether the data is thrown away at the end.</summary>
    public bool Ephemeral => DataFolder is null;

    // A record prints its members; the password must not reach a log this way.
    public override string ToString() => $"{nameof(StandaloneOptions)} {{ DataFolder = {DataFolder}, Bind = {Bind.Text} }}";
}
