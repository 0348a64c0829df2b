using System.IO.Pipelines;
using System.Security.Cryptography;

namespace Quilt.Api.Objects.Presigning;

/// <summary>The URLs of many objects as JSON objects with the hashes as keys, streamed: memory stays that of a few pages.</summary>
internal static class PresignedUrls
{
    private const int HashSize = SHA256.HashSizeInBytes;
    private const int FlushEvery = 64 * 1024;

    /// <summary>Writes <c>{"HASH":"URL",…}</c>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="hashes">The objects, 32 bytes each.</param>
    /// <param name="urls">What signs.</param>
    /// <param name="cancellation">When the client has gone.</param>
    public static Task WriteAsync(
        PipeWriter output, ReadOnlyMemory<byte> hashes, PresignBatch urls, CancellationToken cancellation)
    {
        var length = KeyLength + urls.UrlLength + "\"\""u8.Length;
        return WriteAsync(output, hashes, length, Entry, cancellation);

        void Entry(ReadOnlySpan<byte> hash, Span<byte> entry)
        {
            entry = Put(hash, entry);
            entry = Put("\""u8, urls, hash, entry);
            "\""u8.CopyTo(entry);
        }
    }

    /// <summary>Writes <c>{"HASH":{"head":"URL","put":"URL"},…}</c>, what a push uploads by.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="hashes">The objects, 32 bytes each.</param>
    /// <param name="head">What signs the look whether an object is there.</param>
    /// <param name="put">What signs the upload.</param>
    /// <param name="cancellation">When the client has gone.</param>
    public static Task WritePairsAsync(
        PipeWriter output, ReadOnlyMemory<byte> hashes, PresignBatch head, PresignBatch put, CancellationToken cancellation)
    {
        var length = KeyLength + head.UrlLength + put.UrlLength + "{\"head\":\"\",\"put\":\"\"}"u8.Length;
        return WriteAsync(output, hashes, length, Entry, cancellation);

        void Entry(ReadOnlySpan<byte> hash, Span<byte> entry)
        {
            entry = Put(hash, entry);
            entry = Put("{\"head\":\""u8, head, hash, entry);
            entry = Put("\",\"put\":\""u8, put, hash, entry);
            "\"}"u8.CopyTo(entry);
        }
    }

    private delegate void EntryWriter(ReadOnlySpan<byte> hash, Span<byte> entry);

    // "HASH":
    private static int KeyLength => (HashSize * 2) + 3;

    private static async Task WriteAsync(
        PipeWriter output, ReadOnlyMemory<byte> hashes, int length, EntryWriter write, CancellationToken cancellation)
    {
        var unflushed = 0;
        Put(output, (byte)'{');
        for (var at = 0; at < hashes.Length; at += HashSize)
        {
            if (at > 0)
            {
                Put(output, (byte)',');
            }

            write(hashes.Span.Slice(at, HashSize), output.GetSpan(length)[..length]);
            output.Advance(length);
            unflushed += length;
            if (unflushed >= FlushEvery)
            {
                unflushed = 0;
                var flushed = await output.FlushAsync(cancellation);
                if (flushed.IsCompleted)
                {
                    return;
                }
            }
        }

        Put(output, (byte)'}');
    }

    private static void Put(PipeWriter output, byte character)
    {
        output.GetSpan(1)[0] = character;
        output.Advance(1);
    }

    private static Span<byte> Put(ReadOnlySpan<byte> hash, Span<byte> entry)
    {
        entry[0] = (byte)'"';
        if (!Convert.TryToHexStringLower(hash, entry[1..], out var written))
        {
            throw new ArgumentException("The entry is too short.", nameof(entry));
        }

        "\":"u8.CopyTo(entry[(1 + written)..]);
        return entry[KeyLength..];
    }

    private static Span<byte> Put(ReadOnlySpan<byte> before, PresignBatch urls, ReadOnlySpan<byte> hash, Span<byte> entry)
    {
        before.CopyTo(entry);
        urls.Write(hash, entry[before.Length..]);
        return entry[(before.Length + urls.UrlLength)..];
    }
}
