using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>
/// Reads the tree of a package in one pass into flat arrays. A node's keys may come in any order, so its type is held
/// against them only at its end. Open nodes are kept on a stack of its own: depth costs no call frames.
/// Methods answer what is wrong and where, or null.
/// </summary>
internal sealed class ContentsReader
{
    // A node with one hash and the client's usual metadata takes about this many bytes of a body.
    private const int BytesPerNode = 200;
    private const string NoHash = "64 lower-case hex digits are expected";

    private readonly TextStore _texts;
    private readonly ManifestLimits _limits;
    private readonly ObjectTable _objects;
    private GrowingArray<Node> _nodes;
    private GrowingArray<int> _hashes;
    private GrowingArray<int> _sorted;
    private GrowingArray<int> _open;
    private GrowingArray<int> _children;
    private GrowingArray<TextRef> _names;
    private bool _inChildren;

    public ContentsReader(TextStore texts, ManifestLimits limits)
    {
        var guess = (texts.Body.Length / BytesPerNode) + 1;
        _texts = texts;
        _limits = limits;
        _objects = new(guess);
        _nodes = new(guess);
        _hashes = new(guess);
        _sorted = new(guess);
    }

    private ref Node Current => ref _nodes[_open[_open.Count - 1]];

    /// <summary>Reads the value that the cursor stands on, to its end.</summary>
    public string? Read(ref BodyCursor cursor, out Manifest? manifest)
    {
        manifest = null;
        var start = cursor.Start;
        if (cursor.Json.TokenType != JsonTokenType.StartObject)
        {
            return "contents: a node (an object) is expected";
        }

        Open(default);
        while (_open.Count > 0)
        {
            if (Step(ref cursor) is { } problem)
            {
                return problem;
            }
        }

        manifest = new(_texts, new(start, cursor.End - start), _nodes, _hashes, _sorted, _objects);
        return null;
    }

    private string? Step(ref BodyCursor cursor)
    {
        if (cursor.Next() != JsonTokenType.EndObject)
        {
            return _inChildren ? OpenChild(ref cursor) : ReadKey(ref cursor);
        }

        // The end of the children leads back to their node's keys, the end of a node to its parent's children.
        var problem = _inChildren ? CloseChildren() : Close();
        _inChildren = !_inChildren;
        return problem;
    }

    private void Open(TextRef name)
    {
        _open.Add(_nodes.Count);
        _nodes.Append() = new() { Name = name, MetadataHash = Node.NoObject };
        _inChildren = false;
    }

    private string? OpenChild(ref BodyCursor cursor)
    {
        if (cursor.Text(out var name) is { } problem)
        {
            return At("/children", $"in a name, {problem}");
        }

        if (name.Length > _limits.NameLength && JsonText.CodePoints(_texts[name]) > _limits.NameLength)
        {
            return At("/children", $"a name is longer than the {_limits.NameLength} characters allowed");
        }

        if (_open.Count > _limits.Depth)
        {
            return At("/children", $"nested deeper than the {_limits.Depth} levels allowed");
        }

        Open(name);
        return cursor.Next() == JsonTokenType.StartObject ? null : At("", "a node (an object) is expected");
    }

    private string? ReadKey(ref BodyCursor cursor)
    {
        var key = NodeRules.KeyOf(ref cursor.Json);
        if (key == NodeKeys.None || (Current.Keys & key) != 0)
        {
            return At("", key == NodeKeys.None ? $"unknown key {cursor.Quote()}" : $"the key {cursor.Quote()} stands there twice");
        }

        Current.Keys |= key;
        var token = cursor.Next();
        switch (key)
        {
            case NodeKeys.Type:
                Current.Type = NodeRules.TypeOf(ref cursor.Json);
                return Current.Type == NodeType.None ? At("/type", "ROOT, GROUP, TABLE or FILE is expected") : null;
            case NodeKeys.Children:
                _inChildren = true;
                return token == JsonTokenType.StartObject ? null : At("/children", "an object is expected");
            case NodeKeys.Hashes:
                return token == JsonTokenType.StartArray ? ReadHashes(ref cursor) : At("/hashes", "an array is expected");
            case NodeKeys.Metadata:
                return token == JsonTokenType.StartObject ? ReadMetadata(ref cursor) : At("/metadata", "an object is expected");
            case NodeKeys.MetadataHash:
                var problem = ReadHash(ref cursor, out Current.MetadataHash);
                return problem is null ? null : At("/metadata_hash", problem);
            default:
                return NodeRules.IsFormat(ref cursor.Json) ? null : At("/format", "\"PARQUET\" or \"HDF5\" is expected");
        }
    }

    private string? ReadHashes(ref BodyCursor cursor)
    {
        ref var node = ref Current;
        node.Start = _hashes.Count;
        while (cursor.Next() != JsonTokenType.EndArray)
        {
            if (ReadHash(ref cursor, out var index) is { } problem)
            {
                return At($"/hashes[{node.Count}]", problem);
            }

            _hashes.Add(index);
            node.Count++;
        }

        return null;
    }

    private string? ReadHash(ref BodyCursor cursor, out int index)
    {
        index = Node.NoObject;
        var mark = _texts.Mark;
        if (cursor.Json.TokenType != JsonTokenType.String || cursor.Text(out var text) is not null)
        {
            return NoHash;
        }

        Span<byte> hash = stackalloc byte[ObjectTable.HashSize];
        var valid = ObjectTable.TryParse(_texts[text], hash);
        _texts.Rewind(mark);
        if (!valid)
        {
            return NoHash;
        }

        index = _objects.Add(hash, out _);
        return index < _limits.Objects ? null : $"the package has more than the {_limits.Objects} objects allowed";
    }

    private string? ReadMetadata(ref BodyCursor cursor)
    {
        var start = cursor.Start;
        if (cursor.Skip() is { } problem)
        {
            return At("/metadata", problem);
        }

        Current.Metadata = new(start, cursor.End - start);
        return null;
    }

    private string? CloseChildren()
    {
        ref var node = ref Current;
        _children.Count = _names.Count = 0;
        for (var child = _open[_open.Count - 1] + 1; child < _nodes.Count; child = _nodes[child].End)
        {
            _children.Add(child);
            _names.Add(_nodes[child].Name);
        }

        node.Start = _sorted.Count;
        node.Count = _children.Count;
        var sorted = _sorted.Extend(node.Count);
        var duplicate = NameOrder.Sort(_texts, _names.Span, sorted);
        if (duplicate >= 0)
        {
            return At("/children", $"the name {BodyCursor.Quote(_texts[_names[duplicate]])} stands there twice");
        }

        foreach (ref var position in sorted)
        {
            position = _children[position];
        }

        return null;
    }

    private string? Close()
    {
        ref var node = ref Current;
        if (NodeRules.Check(node, _open.Count == 1) is { } problem)
        {
            return At("", problem);
        }

        node.End = _nodes.Count;
        _open.Count--;
        return null;
    }

    private string At(string part, string what) => $"{TreePath.Of(_texts, _nodes.Items, _open.Span)}{part}: {what}";
}
