namespace Quilt.Api.Manifests;

/// <summary>A piece of UTF-8 text: in the body itself, or, with a complemented offset, among the unescaped strings.</summary>
internal readonly record struct TextRef(int Offset, int Length);

/// <summary>A body and those of its strings that had to be unescaped, so that a name costs eight bytes and no object.</summary>
internal sealed class TextStore(ReadOnlyMemory<byte> body)
{
    private GrowingArray<byte> _unescaped;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>How much is unescaped so far; giving it to <see cref="Rewind"/> forgets what came later.</summary>
    public int Mark => _unescaped.Count;

    public void Rewind(int mark) => _unescaped.Count = mark;

    public ReadOnlySpan<byte> this[TextRef text] => Resolve(Body.Span, text);

    /// <summary>The same for loops that hold the body's span already.</summary>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> body, TextRef text) =>
        text.Offset >= 0
            ? body.Slice(text.Offset, text.Length)
            : _unescaped.Items.AsSpan(~text.Offset, text.Length);

    /// <summary>Keeps the unescaped form of a JSON string; a message says what no string of ours may hold.</summary>
    public string? Unescape(ReadOnlySpan<byte> escaped, out TextRef text)
    {
        var start = _unescaped.Count;
        var error = JsonText.Unescape(escaped, ref _unescaped);
        text = new(~start, _unescaped.Count - start);
        return error;
    }
}
