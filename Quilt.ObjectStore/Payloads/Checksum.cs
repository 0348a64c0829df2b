using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;

namespace Quilt.ObjectStore.Payloads;

/// <summary>A running checksum of one of the kinds that S3 clients send.</summary>
internal abstract class Checksum : IDisposable
{
    public abstract void Append(ReadOnlySpan<byte> data);

    /// <summary>The checksum in base 64, as it is sent.</summary>
    public abstract string Finish();

    public virtual void Dispose()
    {
    }

    /// <summary>The checksum that a header such as <c>x-amz-checksum-crc32</c> names, or null for an unknown one.</summary>
    public static Checksum? Create(string header) => header.ToLowerInvariant() switch
    {
        "x-amz-checksum-crc32" => new Crc32Checksum(),
        "x-amz-checksum-crc32c" => new Crc32CChecksum(),
        "x-amz-checksum-crc64nvme" => new Crc64NvmeChecksum(),
        "x-amz-checksum-sha1" => new HashChecksum(HashAlgorithmName.SHA1),
        "x-amz-checksum-sha256" => new HashChecksum(HashAlgorithmName.SHA256),
        _ => null,
    };

    private sealed class HashChecksum(HashAlgorithmName algorithm) : Checksum
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

        public override void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

        public override string Finish() => Convert.ToBase64String(_hash.GetHashAndReset());

        public override void Dispose()
        {
            _hash.Dispose();
            base.Dispose();
        }
    }

    private sealed class Crc32Checksum : Checksum
    {
        private readonly Crc32 _crc = new();

        public override void Append(ReadOnlySpan<byte> data) => _crc.Append(data);

        public override string Finish() => ToBase64(_crc.GetCurrentHashAsUInt32());
    }

    private sealed class Crc32CChecksum : Checksum
    {
        private uint _crc = uint.MaxValue;

        public override void Append(ReadOnlySpan<byte> data)
        {
            while (data.Length >= sizeof(ulong))
            {
                _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
                data = data[sizeof(ulong)..];
            }

            foreach (var unit in data)
            {
                _crc = BitOperations.Crc32C(_crc, unit);
            }
        }

        public override string Finish() => ToBase64(~_crc);
    }

    /// <summary>CRC-64/NVME, which no library of the platform has: reflected, polynomial 0x9a6c9329ac4bc9b5, by table.</summary>
    private sealed class Crc64NvmeChecksum : Checksum
    {
        private static readonly ulong[] Table = MakeTable();
        private ulong _crc = ulong.MaxValue;

        public override void Append(ReadOnlySpan<byte> data)
        {
            var crc = _crc;
            foreach (var unit in data)
            {
                crc = Table[(byte)crc ^ unit] ^ (crc >> 8);
            }

            _crc = crc;
        }

        public override string Finish()
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ~_crc);
            return Convert.ToBase64String(bytes);
        }

        private static ulong[] MakeTable()
        {
            const ulong polynomial = 0x9a6c9329ac4bc9b5;
            var table = new ulong[256];
            for (var i = 0; i < table.Length; i++)
            {
                var value = (ulong)i;
                for (var bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
                }

                table[i] = value;
            }

            return table;
        }
    }

    private static string ToBase64(uint crc)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, crc);
        return Convert.ToBase64String(bytes);
    }
}
