using Quilt.Api.Manifests;

namespace Quilt.Api.Revisions;

/// <summary>A revision's tree and objects, restored from the database and shared by the requests that read it.</summary>
internal sealed record RevisionContent
{
    /// <summary>The tree as pushed: UTF-8 JSON.</summary>
    public required byte[] Contents { get; init; }

    /// <summary>The hashes of the tree's objects, 32 bytes each, in the order of their first appearance.</summary>
    public required byte[] Hashes { get; init; }

    /// <summary>Their sizes in bytes, in the same order.</summary>
    public required long[] Sizes { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public int ObjectCount => Sizes.Length;

    /// <summary>The 32-byte hash of one object.</summary>
    public ReadOnlySpan<byte> HashOf(int index) => Hashes.AsSpan(index * ObjectTable.HashSize, ObjectTable.HashSize);

    /// <summary>Whether this is the revision with just these bytes of JSON and sizes.</summary>
    public bool Holds(ReadOnlySpan<byte> contents, ReadOnlySpan<long> sizes) =>
        contents.SequenceEqual(Contents) && sizes.SequenceEqual(Sizes);

    /// <summary>The objects as a table, to find out which of another tree's objects are among them.</summary>
    public ObjectTable ToTable()
    {
        var table = new ObjectTable(ObjectCount);
        for (var i = 0; i < ObjectCount; i++)
        {
            table.Add(HashOf(i), out _);
        }

        return table;
    }

    /// <summary>About how many bytes this takes in memory.</summary>
    public long Weight => Contents.Length + Hashes.Length + (Sizes.Length * sizeof(long)) + 200L;
}
