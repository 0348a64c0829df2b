using System.Text;
using System.Text.Unicode;

namespace Quilt.Api.Search;

/// <summary>
/// What search indexes of a revision, by weight: space-separated words in lower case. Bounded, so that its vector stays
/// under Postgres' limit of 1 MiB whatever was pushed.
/// </summary>
/// <param name="Name">Weight A: the words of owner and name.</param>
/// <param name="Parts">Weight B: the parts of those words.</param>
/// <param name="Nodes">Weight C: the words of the tree's node names and their parts.</param>
/// <param name="Readme">Weight D: the words of the README, in its order.</param>
internal sealed record SearchText(string Name, string Parts, string Nodes, string Readme)
{
    /// <summary>Bytes that the words of node names may take in the vector.</summary>
    public const int MaxNodeBytes = 64 * 1024;

    /// <summary>Characters of a README that are indexed.</summary>
    public const int MaxReadmeLength = 640 * 1024;

    /// <summary>Bytes that the README's words may take in the vector.</summary>
    private const int MaxReadmeVectorBytes = 600_000;

    /// <summary>Postgres tells no positions apart after this one, so later repetitions say nothing.</summary>
    private const int MaxPosition = 16_383;

    /// <summary>The text of a revision of <paramref name="owner"/>'s package <paramref name="name"/>.</summary>
    /// <param name="nodeNames">The names of the tree's nodes, in any order, repetitions welcome; read only as far as needed.</param>
    /// <param name="readme">The README, or its start.</param>
    public static SearchText Of(string owner, string name, IEnumerable<string> nodeNames, string? readme)
    {
        var builder = new Builder(owner, name);
        foreach (var node in nodeNames)
        {
            if (!builder.AddNode(node))
            {
                break;
            }
        }

        return builder.Build(readme);
    }

    /// <summary>Collects the text while a manifest is walked, without a string per node.</summary>
    internal sealed class Builder(string owner, string name)
    {
        private readonly WordList _nodes = new(MaxNodeBytes);

        /// <summary>Adds a node's name; false when no further one will be looked at.</summary>
        public bool AddNode(ReadOnlySpan<char> nodeName)
        {
            if (!_nodes.IsFull)
            {
                _nodes.AddWords(nodeName);
                _nodes.AddParts(nodeName);
            }

            return !_nodes.IsFull;
        }

        /// <summary>Adds a node's name in UTF-8; false when no further one will be looked at.</summary>
        public bool AddNode(ReadOnlySpan<byte> utf8NodeName)
        {
            if (_nodes.IsFull)
            {
                return false;
            }

            // What lies beyond the first kilobyte of one name is not worth a larger buffer.
            Span<char> chars = stackalloc char[1024];
            Utf8.ToUtf16(utf8NodeName, chars, out _, out var length);
            return AddNode(chars[..length]);
        }

        public SearchText Build(string? readme)
        {
            var names = new WordList(int.MaxValue);
            names.AddWords(owner);
            names.AddWords(name);
            var parts = new WordList(int.MaxValue);
            parts.AddParts(owner);
            parts.AddParts(name);
            return new(names.ToString(), parts.ToString(), _nodes.ToString(), ReadmeWords(readme));
        }

        private static string ReadmeWords(string? readme)
        {
            var rest = readme.AsSpan();
            rest = rest[..Math.Min(rest.Length, MaxReadmeLength)];
            var words = new WordList(MaxReadmeVectorBytes);
            while (!words.IsFull && SearchWords.TakeWord(ref rest) is { Length: > 0 } word)
            {
                words.Add(word, keepRepetition: words.Count < MaxPosition);
            }

            return words.ToString();
        }
    }

    /// <summary>Words as one text, each once unless its place matters, up to a budget in bytes of the vector.</summary>
    private sealed class WordList
    {
        /// <summary>What a lexeme takes besides its bytes: alignment, the count of positions, one position.</summary>
        private const int LexemeOverhead = 5;

        private const int PositionBytes = 2;

        private readonly StringBuilder _text = new();
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        private int _left;

        public WordList(int budget)
        {
            _left = budget;
            _lookup = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public bool IsFull { get; private set; }

        public int Count { get; private set; }

        public void AddWords(ReadOnlySpan<char> text)
        {
            while (SearchWords.TakeWord(ref text) is { Length: > 0 } word)
            {
                Add(word, keepRepetition: false);
            }
        }

        public void AddParts(ReadOnlySpan<char> text)
        {
            while (SearchWords.TakeWord(ref text) is { Length: > 0 } word)
            {
                while (word.Length > 0)
                {
                    Add(SearchWords.TakePart(ref word), keepRepetition: false);
                }
            }
        }

        public void Add(ReadOnlySpan<char> word, bool keepRepetition)
        {
            Span<char> buffer = stackalloc char[SearchWords.MaxLength];
            var folded = buffer[..SearchWords.Fold(word, buffer)];
            var isNew = !_lookup.Contains(folded);
            if (!isNew && !keepRepetition)
            {
                return;
            }

            _left -= isNew ? Encoding.UTF8.GetByteCount(folded) + LexemeOverhead : PositionBytes;
            if (_left < 0)
            {
                IsFull = true;
                return;
            }

            if (isNew)
            {
                _lookup.Add(folded);
            }

            Count++;
            _text.Append(_text.Length == 0 ? "" : " ").Append(folded);
        }

        public override string ToString() => _text.ToString();
    }
}
