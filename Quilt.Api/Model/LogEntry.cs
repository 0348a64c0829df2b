namespace Quilt.Api.Model;

/// <summary>One push of a package.</summary>
internal sealed class LogEntry
{
    public long Id { get; set; }

    public long PackageId { get; set; }

    public long RevisionId { get; set; }

    public DateTime CreatedAt { get; set; }

    public required string Author { get; set; }
}
