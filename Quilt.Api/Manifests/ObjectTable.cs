using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Quilt.Api.Manifests;

/// <summary>
/// The distinct objects of a package in order of first appearance: 32 bytes each in one array, found through open
/// addressing. Clients choose these hashes without having to own such bytes, so the slots depend on a secret of the table.
/// </summary>
internal sealed class ObjectTable
{
    /// <summary>The length of an object hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private readonly ulong[] _secret = new ulong[4];
    private GrowingArray<byte> _hashes;
    private int[] _slots;

    public ObjectTable(int capacity)
    {
        _hashes = new(capacity * HashSize);
        _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, capacity * 2))];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_secret.AsSpan()));
    }

    public int Count { get; private set; }

    /// <summary>All hashes, one after the other.</summary>
    public ReadOnlyMemory<byte> Hashes => _hashes.Items.AsMemory(0, _hashes.Count);

    public ReadOnlySpan<byte> this[int index] => _hashes.Items.AsSpan(index * HashSize, HashSize);

    /// <summary>Reads 64 lower-case hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, Span<byte> hash) =>
        hex.Length == HashSize * 2
        && !hex.ContainsAnyInRange((byte)'A', (byte)'F')
        && Convert.FromHexString(hex, hash, out _, out _) == OperationStatus.Done;

    /// <summary>Some of the hashes, one after the other.</summary>
    public byte[] Select(ReadOnlySpan<int> indexes)
    {
        var hashes = new byte[indexes.Length * HashSize];
        for (var i = 0; i < indexes.Length; i++)
        {
            this[indexes[i]].CopyTo(hashes.AsSpan(i * HashSize));
        }

        return hashes;
    }

    /// <summary>The index of a hash, which is added when it is new.</summary>
    public int Add(ReadOnlySpan<byte> hash, out bool added)
    {
        ref var slot = ref Slot(hash);
        added = slot == 0;
        if (added)
        {
            _hashes.AddRange(hash);
            slot = ++Count;
            if (Count * 2 > _slots.Length)
            {
                Grow();
                return Count - 1;
            }
        }

        return slot - 1;
    }

    /// <summary>The index of a hash, or -1.</summary>
    public int Find(ReadOnlySpan<byte> hash) => Slot(hash) - 1;

    /// <summary>The indexes of those hashes that <paramref name="others"/> does not have.</summary>
    public int[] Except(ObjectTable others)
    {
        var found = new GrowingArray<int>(0);
        for (var index = 0; index < Count; index++)
        {
            if (others.Find(this[index]) < 0)
            {
                found.Add(index);
            }
        }

        return found.Span.ToArray();
    }

    private ref int Slot(ReadOnlySpan<byte> hash)
    {
        var mask = _slots.Length - 1;
        for (var at = Mix(hash) & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref _slots[at];
            if (slot == 0 || this[slot - 1].SequenceEqual(hash))
            {
                return ref slot;
            }
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 4];
        for (var index = 0; index < Count; index++)
        {
            Slot(this[index]) = index + 1;
        }
    }

    private int Mix(ReadOnlySpan<byte> hash)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(hash);
        var high = Math.BigMul(words[0] ^ _secret[0], words[1] ^ _secret[1], out var low);
        var high2 = Math.BigMul(words[2] ^ _secret[2], words[3] ^ _secret[3], out var low2);
        return (int)(high ^ low ^ high2 ^ low2);
    }
}
