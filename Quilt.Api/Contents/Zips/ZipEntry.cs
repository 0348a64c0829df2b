namespace Quilt.Api.Contents.Zips;

/// <summary>One entry of a zip file, and where in it its record begins.</summary>
/// <param name="Name">Its name in UTF-8; one that ends with a slash is a folder.</param>
/// <param name="Object">The object with its content, by index in the tree; -1 for what has none.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="Offset">Where its header begins.</param>
internal sealed record ZipEntry(byte[] Name, int Object, long Size, long Offset)
{
    public bool IsFolder => Name[^1] == (byte)'/';

    /// <summary>Whether its sizes need 64 bits.</summary>
    public bool IsLarge => Size >= uint.MaxValue;

    /// <summary>Where its content begins.</summary>
    public long ContentOffset => Offset + ZipRecords.HeaderLength(this);

    /// <summary>Where its descriptor begins, which follows the content.</summary>
    public long DescriptorOffset => ContentOffset + Size;

    /// <summary>Where the next record begins.</summary>
    public long End => DescriptorOffset + ZipRecords.DescriptorLength(this);
}
