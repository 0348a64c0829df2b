using System.Text.Json;
using System.Text.Unicode;

namespace Quilt.Api.Manifests;

/// <summary>What reading any body has in common: it must be UTF-8, JSON, and end where its value ends.</summary>
internal static class BodyReader
{
    /// <summary>Reads the one value that the cursor stands on.</summary>
    public delegate Parsed<T> Reading<T>(TextStore texts, ref BodyCursor cursor)
        where T : class;

    public static Parsed<T> Read<T>(ReadOnlyMemory<byte> body, ManifestLimits limits, Reading<T> read)
        where T : class
    {
        // The JSON reader takes any bytes for the inside of a string.
        if (!Utf8.IsValid(body.Span))
        {
            return Parsed<T>.Invalid("The body is not valid UTF-8.");
        }

        var texts = new TextStore(body);
        var cursor = new BodyCursor(texts, limits);
        try
        {
            cursor.Next();
            var parsed = read(texts, ref cursor);
            if (parsed.IsValid)
            {
                // Throws when anything but white space follows.
                cursor.Json.Read();
            }

            return parsed;
        }
        catch (JsonException malformed)
        {
            return Parsed<T>.Invalid(
                $"The body is not valid JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");
        }
    }
}
