using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Quilt.Catalog.Previews.Json;

/// <summary>JSON laid out for reading. Tokens are copied one by one, so nothing is held but the outcome, and nesting costs no stack.</summary>
internal static class JsonText
{
    /// <returns>Null where it is not JSON, or nested deeper than the cap: it is shown as it is.</returns>
    public static string? Indent(ReadOnlySpan<byte> json, int maxNesting, int maxLength)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[3..];
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxNesting, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var output = new ArrayBufferWriter<byte>(json.Length + 256);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, MaxDepth = maxNesting, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        try
        {
            while (reader.Read())
            {
                Copy(ref reader, writer);
                if (writer.BytesCommitted + writer.BytesPending > maxLength)
                {
                    return null;
                }
            }

            writer.Flush();
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                // Numbers keep the digits they were written with.
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
