using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace Quilt.Auth.Bodies;

/// <summary>Reads small JSON bodies that must be exactly what the endpoint asks for.</summary>
internal static class StrictBody
{
    private const int Largest = 64 * 1024;

    /// <summary>The body, or the answer that says what is wrong with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">What it must hold.</param>
    /// <param name="shape">A sentence that says so; needed where it is more than strings.</param>
    public static async Task<Body<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, string? shape = null)
        where T : class
    {
        // Old clients name no type at all.
        if (!string.IsNullOrEmpty(request.ContentType) && !request.HasJsonContentType())
        {
            return Refuse<T>(415, "The request body must be JSON (Content-Type: application/json).");
        }

        var encoding = request.Headers[HeaderNames.ContentEncoding].ToString();
        if (encoding.Length > 0 && !encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse<T>(400, $"Content-Encoding '{encoding}' is not supported. Send gzip or no encoding.");
        }

        try
        {
            var bytes = await ReadBytesAsync(request.Body, encoding.Length > 0, request.HttpContext.RequestAborted);
            if (bytes is null)
            {
                return Refuse<T>(413, $"The request body is larger than {Largest} bytes.");
            }

            return JsonSerializer.Deserialize(bytes.Value.Span, type) is { } value ? new(value, null) : Refuse<T>(400, shape ?? Describe(type));
        }
        catch (InvalidDataException)
        {
            return Refuse<T>(400, "The request body says it is gzip'ed but does not decompress.");
        }
        catch (JsonException)
        {
            return Refuse<T>(400, shape ?? Describe(type));
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(Stream body, bool gzip, CancellationToken cancellationToken)
    {
        await using var plain = gzip ? new GZipStream(body, CompressionMode.Decompress) : body;
        var buffer = new byte[Largest + 1];
        var length = await plain.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > Largest)
        {
            return null;
        }

        return buffer.AsMemory(0, length);
    }

    private static string Describe(JsonTypeInfo type) =>
        $"The request body must be a JSON object with exactly these fields: {string.Join(", ", type.Properties.Select(property => $"{property.Name} (string)"))}.";

    private static Body<T> Refuse<T>(int status, string message)
        where T : class =>
        new(null, Answers.Error(status, message));
}

/// <param name="Value">What was sent, when it was right.</param>
/// <param name="Refusal">Else the answer.</param>
internal sealed record Body<T>(T? Value, IResult? Refusal)
    where T : class;
