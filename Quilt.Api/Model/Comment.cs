namespace Quilt.Api.Model;

/// <summary>What somebody wrote about a package.</summary>
internal sealed class Comment
{
    /// <summary>Random apart from its time: counting comments of packages one may not see is not possible by it.</summary>
    public Guid Id { get; set; }

    public long PackageId { get; set; }

    public DateTime CreatedAt { get; set; }

    public required string Author { get; set; }

    public required string Contents { get; set; }
}
