using System.IO.Compression;
using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Quilt.Api.Http;

namespace Quilt.Api.Objects;

/// <summary>Reads the start of a README from the store, for the preview and the search.</summary>
internal sealed class ReadmeReader(IAmazonS3 store, ObjectStoreOptions options)
{
    /// <summary>Bytes of a README, decompressed, that become its preview.</summary>
    public const int MaxLength = 640 * 1024;

    /// <summary>The text, or why there is none: never uploaded, or broken.</summary>
    public async Task<(string? Text, ApiError? Error)> ReadAsync(string owner, byte[] hash, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await store.GetObjectAsync(
                new GetObjectRequest { BucketName = options.Bucket, Key = ObjectKey.Of(owner, hash) }, cancellationToken);
            return response.Headers.ContentEncoding switch
            {
                null or "" => (await ReadTextAsync(response.ResponseStream, cancellationToken), null),
                "gzip" => (await ReadTextAsync(new GZipStream(response.ResponseStream, CompressionMode.Decompress), cancellationToken), null),
                var other => (null, Refused($"its Content-Encoding '{other}' is not gzip")),
            };
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return (null, NeverUploaded());
        }
        catch (InvalidDataException)
        {
            return (null, Refused("its gzip data is broken. Upload it again"));
        }
    }

    /// <summary>The answer where the store has no such object.</summary>
    public static ApiError NeverUploaded() => Refused("it was never uploaded. Upload it and push again");

    private static ApiError Refused(string reason) => ApiError.Forbidden($"Failed to download the README: {reason}.");

    private static async Task<string> ReadTextAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var bytes = new byte[MaxLength];
            var length = await stream.ReadAtLeastAsync(bytes, MaxLength, throwOnEndOfStream: false, cancellationToken);
            return Decode(bytes.AsSpan(0, length));
        }
    }

    /// <summary>Drops what is not UTF-8 (the cut may fall inside a character) and NUL, which the database cannot hold.</summary>
    internal static string Decode(ReadOnlySpan<byte> utf8) =>
        LenientUtf8.GetString(utf8).Replace("\0", string.Empty, StringComparison.Ordinal);

    private static readonly Encoding LenientUtf8 =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(string.Empty));
}
