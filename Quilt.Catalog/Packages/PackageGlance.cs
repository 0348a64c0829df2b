using Quilt.Catalog.Failures;
using Quilt.Client;

namespace Quilt.Catalog.Packages;

/// <summary>What the pages about a package say of it at their top, and the revision they are about. Looking at it counts as no view.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Asked">How the address names the revision; by nothing for the latest.</param>
public sealed record PackageGlance(string Owner, string Name, RevisionFacts Revision, RevisionName Asked)
{
    /// <summary>Who may see it.</summary>
    public Visibility Visibility => VisibilityBadge.Of(Revision.IsPublic, Revision.IsTeam);

    /// <summary>How often it was pushed.</summary>
    public long Revisions => Revision.Pushes;

    /// <summary>The addresses of its pages that show this revision.</summary>
    public PackageAddresses Addresses => new(Owner, Name, Asked);

    /// <summary>The package at its latest revision, or null where the caller may see none of that name.</summary>
    public static async Task<PackageGlance?> FindAsync(QuiltRegistryClient registry, string owner, string name, CancellationToken cancellationToken) =>
        await registry.GetRevisionAsync(owner, name, RevisionName.Latest, cancellationToken: cancellationToken).OrNullAsync() is { } revision
            ? new PackageGlance(owner, name, revision, RevisionName.Latest)
            : null;

    /// <summary>The package at the revision that the address names.</summary>
    /// <returns>
    /// Null where the caller may see none of that name. Where the package has no such revision, that is told beside the
    /// package at its latest one.
    /// </returns>
    public static async Task<(PackageGlance? Package, string? Missing)> FindAsync(
        QuiltRegistryClient registry, string owner, string name, HttpRequest request, CancellationToken cancellationToken)
    {
        var asked = NameIn(request.Query);
        if (asked is not null)
        {
            try
            {
                var revision = await registry.GetRevisionAsync(owner, name, asked, cancellationToken: cancellationToken);
                return (new PackageGlance(owner, name, revision, asked), null);
            }
            catch (RegistryException refusal) when (refusal.Status is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.BadRequest)
            {
                if (asked.IsLatest)
                {
                    return (null, null);
                }
            }
        }

        return (await FindAsync(registry, owner, name, cancellationToken), Describe(request.Query));
    }

    /// <summary>How the query names a revision; null where it names it in two ways.</summary>
    private static RevisionName? NameIn(IQueryCollection query)
    {
        var name = new RevisionName(Value(query, "hash"), Value(query, "tag"), Value(query, "version"));
        return new[] { name.Hash, name.Tag, name.Version }.Count(part => part is not null) > 1 ? null : name;
    }

    private static string Describe(IQueryCollection query) => NameIn(query) switch
    {
        { Hash: { } hash } => $"no revision {hash}",
        { Tag: { } tag } => $"no tag {tag}",
        { Version: { } version } => $"no version {version}",
        _ => "no revision that is named in two ways",
    };

    private static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
