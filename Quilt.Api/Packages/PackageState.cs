using System.Collections.Frozen;

namespace Quilt.Api.Packages;

/// <summary>
/// What the hot reads of a package need, as of one moment: who may see it and where its tags point. Immutable, so that
/// requests share it without locks; a write replaces it whole.
/// </summary>
internal sealed class PackageState
{
    public required long Id { get; init; }

    public required string Owner { get; init; }

    public required string Name { get; init; }

    public required bool IsPublic { get; init; }

    public required bool IsTeam { get; init; }

    /// <summary>See <see cref="Model.Package.ContentsVersion"/>.</summary>
    public required int ContentsVersion { get; init; }

    /// <summary>The users with access.</summary>
    public required IReadOnlySet<string> Users { get; init; }

    /// <summary>Where each tag points.</summary>
    public required FrozenDictionary<string, TaggedRevision> Tags { get; init; }
}

/// <summary>The revision that a tag points to.</summary>
/// <param name="Hash">The package hash, lower-case hex.</param>
internal sealed record TaggedRevision(string Hash, string CreatedBy, DateTime CreatedAt, string UpdatedBy, DateTime UpdatedAt);
