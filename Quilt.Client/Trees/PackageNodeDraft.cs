using System.Collections.ObjectModel;
using System.Text.Json;

namespace Quilt.Client;

/// <summary>A node while its JSON is being read.</summary>
internal sealed class PackageNodeDraft(string name)
{
    private Dictionary<string, PackageNode>? _children;
    private List<string>? _hashes;
    private JsonElement? _metadata;
    private string? _type;
    private string? _format;
    private string? _metadataHash;

    public string Name { get; } = name;

    public bool InsideChildren { get; set; }

    public void Add(string name, PackageNode child)
    {
        _children ??= new Dictionary<string, PackageNode>(StringComparer.Ordinal);
        if (!_children.TryAdd(name, child))
        {
            throw new JsonException($"The name '{name}' is there twice in one group.");
        }
    }

    /// <summary>Reads the value of one property; unknown ones are left out, since a later registry may send more.</summary>
    public void Read(string property, ref Utf8JsonReader reader)
    {
        switch (property)
        {
            case "type":
                _type = reader.GetString();
                break;
            case "format":
                _format = reader.GetString();
                break;
            case "metadata_hash":
                _metadataHash = reader.GetString();
                break;
            case "metadata":
                _metadata = JsonElement.ParseValue(ref reader);
                break;
            case "hashes":
                ReadHashes(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    public PackageNode Build() => new(PackageHash.TypeOf(_type))
    {
        Children = _children ?? (IReadOnlyDictionary<string, PackageNode>)ReadOnlyDictionary<string, PackageNode>.Empty,
        Hashes = _hashes ?? [],
        Metadata = _metadata,
        Format = _format,
        MetadataHash = _metadataHash,
    };

    private void ReadHashes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("'hashes' of a node must be an array.");
        }

        _hashes = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _hashes.Add(reader.GetString() ?? throw new JsonException("'hashes' of a node holds null."));
        }
    }
}
