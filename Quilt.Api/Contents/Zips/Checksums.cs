using System.Buffers.Binary;
using Quilt.Api.Callers.Tokens;

namespace Quilt.Api.Contents.Zips;

/// <summary>
/// CRC-32 of the objects that went through zip files lately: a download that goes on need not read them again. Each owner's
/// are its own, since not every store holds an object against its name.
/// </summary>
internal sealed class Checksums
{
    private const int Capacity = 100_000;

    private readonly BoundedCache<(string, UInt128, UInt128), uint> _known = new(Capacity);

    public uint? Find(string owner, ReadOnlySpan<byte> hash) => _known.TryGet(KeyOf(owner, hash), out var checksum) ? checksum : null;

    public void Keep(string owner, ReadOnlySpan<byte> hash, uint checksum) => _known.Set(KeyOf(owner, hash), checksum);

    private static (string Owner, UInt128 High, UInt128 Low) KeyOf(string owner, ReadOnlySpan<byte> hash) =>
        (owner, BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
}
