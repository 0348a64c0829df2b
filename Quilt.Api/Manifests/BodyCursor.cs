using System.Text;
using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>
/// A JSON reader over a whole body that also checks what every string and object of ours has to keep to.
/// Its methods answer what is wrong with the value, or null.
/// </summary>
internal ref struct BodyCursor
{
    private readonly TextStore _texts;
    private readonly ManifestLimits _limits;
    private GrowingArray<TextRef> _keys;
    private GrowingArray<int> _open;
    public Utf8JsonReader Json;

    public BodyCursor(TextStore texts, ManifestLimits limits)
    {
        // Levels are counted here and in ContentsReader, so as to name the place; the reader's own limit stays out of it.
        Json = new(texts.Body.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        _texts = texts;
        _limits = limits;
    }

    /// <summary>Where the current token begins.</summary>
    public readonly int Start => (int)Json.TokenStartIndex;

    /// <summary>Where the current token ends.</summary>
    public readonly int End => (int)Json.BytesConsumed;

    /// <summary>Goes to the next token. It throws where the body is not JSON or ends too early.</summary>
    public JsonTokenType Next()
    {
        Json.Read();
        return Json.TokenType;
    }

    /// <summary>The text of the current string or key.</summary>
    public string? Text(out TextRef text)
    {
        if (Json.ValueIsEscaped)
        {
            return _texts.Unescape(Json.ValueSpan, out text);
        }

        text = new(Start + 1, Json.ValueSpan.Length);
        return null;
    }

    /// <summary>Goes to the end of the current value and checks its strings, its keys and how deep it is.</summary>
    public string? Skip()
    {
        var mark = _texts.Mark;
        _keys.Count = _open.Count = 0;
        while (true)
        {
            if (Visit() is { } problem)
            {
                return problem;
            }

            if (_open.Count == 0)
            {
                _texts.Rewind(mark);
                return null;
            }

            Json.Read();
        }
    }

    /// <summary>The current string or key for a message, kept short.</summary>
    public readonly string Quote() => Quote(Json.ValueSpan);

    /// <summary>A text for a message, kept short.</summary>
    public static string Quote(ReadOnlySpan<byte> utf8)
    {
        const int Longest = 64;
        var text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, Longest * 4)]);
        return text.Length > Longest ? $"\"{text.AsSpan(0, Longest)}…\"" : $"\"{text}\"";
    }

    private string? Visit()
    {
        switch (Json.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _open.Add(_keys.Count);
                return _open.Count > _limits.MetadataDepth ? $"nested deeper than the {_limits.MetadataDepth} levels allowed" : null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var first = _open[--_open.Count];
                var duplicate = NameOrder.FindDuplicate(_texts, _keys.Span[first..]);
                var problem = duplicate < 0 ? null : $"the key {Quote(_texts[_keys[first + duplicate]])} stands there twice";
                _keys.Count = first;
                return problem;
            case JsonTokenType.PropertyName:
                problem = Text(out var key);
                _keys.Add(key);
                return problem;
            case JsonTokenType.String:
                var mark = _texts.Mark;
                problem = Text(out _);
                _texts.Rewind(mark);
                return problem;
            default:
                return null;
        }
    }
}
