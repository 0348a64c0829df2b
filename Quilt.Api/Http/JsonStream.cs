using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Quilt.Api.Http;

/// <summary>
/// Writes a JSON answer of any length straight into the response's pipe, and waits for the network whenever enough is
/// buffered: an answer of a million addresses takes no more memory than one of a hundred.
/// </summary>
internal sealed class JsonStream(PipeWriter pipe, CancellationToken cancellationToken) : IBufferWriter<byte>
{
    private const int FlushAt = 64 * 1024;

    private int _buffered;

    /// <summary>Starts an answer of JSON with status 200.</summary>
    public static JsonStream Start(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return new JsonStream(context.Response.BodyWriter, context.RequestAborted);
    }

    public void Advance(int count)
    {
        pipe.Advance(count);
        _buffered += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => pipe.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => pipe.GetSpan(sizeHint);

    /// <summary>Writes bytes that are JSON already; for the short ones between values.</summary>
    public void Write(ReadOnlySpan<byte> json) => BuffersExtensions.Write(this, json);

    /// <summary>Writes the digits of a number.</summary>
    public void Write(long number)
    {
        Utf8Formatter.TryFormat(number, GetSpan(20), out var written);
        Advance(written);
    }

    /// <summary>Writes 32 bytes as a JSON string of lower-case hex.</summary>
    public void WriteHash(ReadOnlySpan<byte> hash)
    {
        var span = GetSpan((hash.Length * 2) + 2);
        span[0] = (byte)'"';
        Convert.TryToHexStringLower(hash, span[1..], out var written);
        span[written + 1] = (byte)'"';
        Advance(written + 2);
    }

    /// <summary>Writes a large piece of JSON, waiting for the network as it goes.</summary>
    public async ValueTask WriteLargeAsync(ReadOnlyMemory<byte> json)
    {
        while (!json.IsEmpty)
        {
            var part = json[..Math.Min(json.Length, FlushAt)];
            Write(part.Span);
            json = json[part.Length..];
            await FlushIfFullAsync();
        }
    }

    /// <summary>Waits for the network when enough is buffered.</summary>
    public ValueTask FlushIfFullAsync() => _buffered < FlushAt ? ValueTask.CompletedTask : FlushAsync();

    /// <summary>Sends what is buffered.</summary>
    public async ValueTask FlushAsync()
    {
        _buffered = 0;
        await pipe.FlushAsync(cancellationToken);
    }
}
