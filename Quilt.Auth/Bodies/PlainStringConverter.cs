using System.Text.Json;
using System.Text.Json.Serialization;

namespace Quilt.Auth.Bodies;

/// <summary>Strings that a database and a terminal can hold: no NUL, no half of a surrogate pair, no bad UTF-8.</summary>
internal sealed class PlainStringConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        try
        {
            var text = reader.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException() : text;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string is not valid Unicode.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
