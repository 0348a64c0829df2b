namespace Quilt.Client;

/// <summary>What to push.</summary>
/// <param name="Contents">The tree: the top of a package, or the node that an update places in one.</param>
/// <param name="Sizes">The size of each of the tree's objects, by hash; the dry run does without.</param>
/// <param name="IsPublic">Whether everybody may see the package, if this push makes it.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see the package, if this push makes it.</param>
/// <param name="Description">A note on the push.</param>
public sealed record PackagePush(
    PackageNode Contents,
    IReadOnlyDictionary<string, long> Sizes,
    bool IsPublic = false,
    bool IsTeam = false,
    string Description = "")
{
    internal PushBody ToBody(bool dryRun) =>
        new(dryRun, IsPublic, IsTeam, Contents, Description, dryRun ? new Dictionary<string, long>() : Sizes);
}
