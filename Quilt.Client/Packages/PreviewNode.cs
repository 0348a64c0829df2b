using System.Text.Json;
using System.Text.Json.Serialization;

namespace Quilt.Client;

/// <summary>A line of a contents preview.</summary>
/// <param name="Name">The node's name; <c>...</c> where the preview is cut.</param>
/// <param name="Children">What is inside a group; null for tables, files and the cut.</param>
[JsonConverter(typeof(PreviewNodeConverter))]
public sealed record PreviewNode(string Name, IReadOnlyList<PreviewNode>? Children)
{
    /// <summary>Whether this line stands for what was left out.</summary>
    public bool IsCut => Children is null && Name == "...";
}

/// <summary>On the wire a line is an array of two: <c>[name, children or null]</c>.</summary>
internal sealed class PreviewNodeConverter : JsonConverter<PreviewNode>
{
    /// <summary>Previews have four levels; a registry that sends many more is not to exhaust our stack.</summary>
    private const int MaxDepth = 128;

    public override PreviewNode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || reader.CurrentDepth > MaxDepth)
        {
            throw new JsonException("A line of a preview must be [name, children].");
        }

        reader.Read();
        var name = reader.GetString() ?? throw new JsonException("A line of a preview has no name.");
        reader.Read();
        List<PreviewNode>? children = null;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            children = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                children.Add(Read(ref reader, typeToConvert, options));
            }
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            throw new JsonException("The children of a line of a preview must be an array or null.");
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? new PreviewNode(name, children)
            : throw new JsonException("A line of a preview has more than two parts.");
    }

    public override void Write(Utf8JsonWriter writer, PreviewNode value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Name);
        if (value.Children is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStartArray();
            foreach (var child in value.Children)
            {
                Write(writer, child, options);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
