using NpgsqlTypes;

namespace Quilt.Api.Model;

/// <summary>A package <c>owner/name</c> and who may see it.</summary>
internal sealed class Package
{
    public long Id { get; set; }

    public required string Owner { get; set; }

    public required string Name { get; set; }

    /// <summary>Everyone may see it (where anonymous access is allowed). Shown to clients as the user <c>public</c>.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Every logged-in member may see it (where team access is allowed). Shown to clients as the user <c>team</c>.</summary>
    public bool IsTeam { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last pushed to.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>Grows when a revision is pushed again: what is kept in memory of this package's revisions under another number is stale.</summary>
    public int ContentsVersion { get; set; }

    /// <summary>The revision that search and lists speak of: the one tagged <c>latest</c>, else the newest.</summary>
    public long? ShownRevisionId { get; set; }

    /// <summary>The search vector of the shown revision, kept here so that one index finds visible packages.</summary>
    public NpgsqlTsVector? Search { get; set; }
}
