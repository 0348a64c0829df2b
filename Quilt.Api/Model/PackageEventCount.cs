namespace Quilt.Api.Model;

/// <summary>
/// How often something happened to a package, kept in step with the events so that no overview counts them anew. Pushes
/// and deletions are kept by user as well, in the row of the package that they hold anyway: so no push waits for another
/// package's. Installs and previews have one row for all users.
/// </summary>
internal sealed class PackageEventCount
{
    public required string PackageOwner { get; set; }

    public required string PackageName { get; set; }

    public EventType Type { get; set; }

    /// <summary>Who pushed or deleted; empty for installs and previews.</summary>
    public required string UserName { get; set; }

    public long Count { get; set; }

    public DateTime Latest { get; set; }
}
