using System.Buffers;
using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Quilt.Api.Http;

/// <summary>A request body in memory, decompressed, in a pooled buffer.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Bytes a body may have after decompression.</summary>
    public const int MaxLength = 100 * 1024 * 1024;

    private const int SmallestBuffer = 16 * 1024;

    /// <summary>Larger buffers are rare and would stay in the pool for good: the garbage collector takes them back.</summary>
    private const int LargestPooled = 1024 * 1024;

    private byte[] _buffer;
    private int _length;

    private RequestBody(byte[] buffer) => _buffer = buffer;

    /// <summary>The decompressed bytes. Valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    /// <summary>
    /// Reads the body to its end. Clients may gzip it; any other encoding, a broken gzip stream, and more bytes than
    /// <paramref name="maxLength"/> after decompression are refused.
    /// </summary>
    public static async Task<(RequestBody? Body, ApiError? Error)> ReadAsync(HttpContext context, CancellationToken cancellationToken, int maxLength = MaxLength)
    {
        var encoding = context.Request.Headers[HeaderNames.ContentEncoding].ToString();
        var isGzip = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isGzip && encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return (null, ApiError.BadRequest($"Content-Encoding '{encoding}' is not understood. Send gzip or nothing."));
        }

        if (context.Request.ContentLength > maxLength)
        {
            return (null, TooLarge(maxLength));
        }

        var body = new RequestBody(Take(FirstGuess(context.Request.ContentLength, isGzip, maxLength)));
        try
        {
            await using var source = isGzip ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            while (true)
            {
                if (body._length == body._buffer.Length)
                {
                    body.Grow(maxLength);
                }

                var read = await source.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken);
                if (read == 0)
                {
                    return (body, null);
                }

                body._length += read;
                if (body._length > maxLength)
                {
                    body.Dispose();
                    return (null, TooLarge(maxLength));
                }
            }
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            return (null, ApiError.BadRequest("The gzip'ed body does not decompress. Send it again, whole."));
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        GiveBack(_buffer);
        _buffer = [];
        _length = 0;
    }

    private static ApiError TooLarge(int maxLength) =>
        ApiError.TooLarge($"The body is larger than {maxLength / (1024 * 1024)} MiB after decompression.");

    /// <summary>JSON manifests shrink about four times; a wrong guess costs one copy.</summary>
    private static int FirstGuess(long? contentLength, bool isGzip, int maxLength) =>
        (int)Math.Clamp((contentLength ?? 0) * (isGzip ? 4 : 1) + 1, SmallestBuffer, maxLength + 1L);

    private void Grow(int maxLength)
    {
        var larger = Take((int)Math.Min(_buffer.Length * 2L, maxLength + 1L));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        GiveBack(_buffer);
        _buffer = larger;
    }

    private static byte[] Take(int length) =>
        length <= LargestPooled ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    private static void GiveBack(byte[] buffer)
    {
        if (buffer.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
