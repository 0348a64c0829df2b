using Quilt.Catalog.Failures;
using Quilt.Client;

namespace Quilt.Catalog.Packages;

/// <summary>What the pages about a package say of it at their top. Looking at it counts as no view.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Visibility">Who may see it.</param>
/// <param name="Revisions">How often it was pushed.</param>
public sealed record PackageGlance(string Owner, string Name, Visibility Visibility, long Revisions)
{
    /// <summary>The package, or null where the caller may see none of that name.</summary>
    public static async Task<PackageGlance?> FindAsync(QuiltRegistryClient registry, string owner, string name, CancellationToken cancellationToken)
    {
        var packages = registry.GetPackagesAsync(owner, cancellationToken).OrNullAsync();
        var log = registry.GetLogAsync(owner, name, cancellationToken).OrNullAsync();
        await Task.WhenAll(packages, log);
        return (await packages)?.FirstOrDefault(package => package.Name == name) is { } found && await log is { } pushes
            ? new PackageGlance(owner, name, VisibilityBadge.Of(found.IsPublic, found.IsTeam), pushes.Count)
            : null;
    }
}
