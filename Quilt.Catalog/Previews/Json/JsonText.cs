using System.Text;
using System.Text.Json;

namespace Quilt.Catalog.Previews.Json;

/// <summary>JSON laid out for reading. Tokens are copied as they are written, one by one: nothing is held but the outcome, and nesting costs no stack.</summary>
internal static class JsonText
{
    /// <returns>Null where it is not JSON, or nested deeper than the cap: it is shown as it is.</returns>
    public static string? Indent(ReadOnlySpan<byte> json, int maxNesting, int maxLength)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[3..];
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxNesting });
        var output = new StringBuilder(json.Length);
        var previous = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                Separate(output, previous, reader.TokenType, reader.CurrentDepth);
                Copy(output, ref reader);
                previous = reader.TokenType;
                if (output.Length > maxLength)
                {
                    return null;
                }
            }

            return output.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Separate(StringBuilder output, JsonTokenType previous, JsonTokenType next, int depth)
    {
        var opened = previous is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var closes = next is JsonTokenType.EndObject or JsonTokenType.EndArray;
        if (previous is JsonTokenType.None or JsonTokenType.PropertyName || (opened && closes))
        {
            return;
        }

        if (!opened && !closes)
        {
            output.Append(',');
        }

        output.Append('\n').Append(' ', 2 * depth);
    }

    private static void Copy(StringBuilder output, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                output.Append('"').Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append("\": ");
                break;
            case JsonTokenType.String:
                output.Append('"').Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append('"');
                break;
            default:
                output.Append(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }
}
