using System.Text.Json;
using System.Text.Json.Serialization;

namespace Quilt.Client;

/// <summary>Reads and writes trees without recursion, since they may nest deeper than a stack.</summary>
internal sealed class PackageNodeConverter : JsonConverter<PackageNode>
{
    public override PackageNode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader, JsonTokenType.StartObject);
        var parents = new Stack<PackageNodeDraft>();
        var draft = new PackageNodeDraft("");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (draft.InsideChildren)
                {
                    draft.InsideChildren = false;
                    continue;
                }

                var node = draft.Build();
                if (!parents.TryPop(out var parent))
                {
                    return node;
                }

                parent.Add(draft.Name, node);
                draft = parent;
                continue;
            }

            var property = reader.GetString()!;
            reader.Read();
            if (draft.InsideChildren)
            {
                Expect(reader, JsonTokenType.StartObject);
                parents.Push(draft);
                draft = new PackageNodeDraft(property);
            }
            else if (property == "children")
            {
                Expect(reader, JsonTokenType.StartObject);
                draft.InsideChildren = true;
            }
            else
            {
                draft.Read(property, ref reader);
            }
        }

        throw new JsonException("The tree ends too early.");
    }

    public override void Write(Utf8JsonWriter writer, PackageNode value, JsonSerializerOptions options)
    {
        var open = new Stack<(PackageNode Node, IEnumerator<KeyValuePair<string, PackageNode>> Left)>();
        Start(value);
        while (open.TryPeek(out var current))
        {
            if (current.Left.MoveNext())
            {
                writer.WritePropertyName(current.Left.Current.Key);
                Start(current.Left.Current.Value);
                continue;
            }

            open.Pop();
            writer.WriteEndObject();
            if (current.Node.IsGroup)
            {
                writer.WriteEndObject();
            }
        }

        void Start(PackageNode node)
        {
            writer.WriteStartObject();
            WriteProperties(writer, node);
            if (node.IsGroup)
            {
                writer.WriteStartObject("children");
            }

            open.Push((node, node.Children.GetEnumerator()));
        }
    }

    private static void WriteProperties(Utf8JsonWriter writer, PackageNode node)
    {
        writer.WriteString("type", PackageHash.NameOf(node.Type));
        if (!node.IsGroup)
        {
            writer.WriteStartArray("hashes");
            foreach (var hash in node.Hashes)
            {
                writer.WriteStringValue(hash);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("metadata");
            if (node.Metadata is { } metadata)
            {
                metadata.WriteTo(writer);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
            }
        }

        if (node.Format is { } format)
        {
            writer.WriteString("format", format);
        }

        if (node.MetadataHash is { } metadataHash)
        {
            writer.WriteString("metadata_hash", metadataHash);
        }
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"A {type} is expected in the tree, but there is {reader.TokenType}.");
        }
    }
}
