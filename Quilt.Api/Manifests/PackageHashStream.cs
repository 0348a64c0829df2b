using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Quilt.Api.Manifests;

/// <summary>Feeds a SHA-256 in large pieces: the values of a tree are short, and each call to the hash costs more than they do.</summary>
internal sealed class PackageHashStream : IDisposable
{
    private const int HexLength = ObjectTable.HashSize * 2;

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
    private int _used;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _sha256.Dispose();
    }

    public void WriteCount(int count)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), count);
        _used += sizeof(int);
    }

    /// <summary>A text's length in code points, then its UTF-8.</summary>
    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        WriteCount(JsonText.CodePoints(utf8));
        if (utf8.Length > _buffer.Length)
        {
            Flush();
            _sha256.AppendData(utf8);
            return;
        }

        utf8.CopyTo(Room(utf8.Length));
        _used += utf8.Length;
    }

    /// <summary>An object's hash as the text of its hex digits.</summary>
    public void WriteHash(ReadOnlySpan<byte> hash)
    {
        WriteCount(HexLength);
        if (!Convert.TryToHexStringLower(hash, Room(HexLength), out var written) || written != HexLength)
        {
            throw new InvalidOperationException("The buffer has no room for a hash.");
        }

        _used += HexLength;
    }

    public byte[] Finish()
    {
        Flush();
        return _sha256.GetHashAndReset();
    }

    private Span<byte> Room(int length)
    {
        if (_buffer.Length - _used < length)
        {
            Flush();
        }

        return _buffer.AsSpan(_used);
    }

    private void Flush()
    {
        _sha256.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}
