namespace Quilt.Client;

/// <summary>The bytes of an object, wherever they are.</summary>
public sealed class ObjectContent
{
    private readonly Func<Stream> _open;

    private ObjectContent(long size, Func<Stream> open) => (Size, _open) = (size, open);

    /// <summary>How many bytes there are.</summary>
    public long Size { get; }

    /// <summary>Bytes in memory.</summary>
    public static ObjectContent From(ReadOnlyMemory<byte> bytes) =>
        new(bytes.Length, () => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false));

    /// <summary>Bytes in a file, opened when they are needed.</summary>
    public static ObjectContent From(FileInfo file) =>
        new(file.Length, () => new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan));

    /// <summary>Opens the bytes for reading; to be disposed by the caller.</summary>
    public Stream Open() => _open();
}
