namespace Quilt.Catalog.Previews.Tables;

/// <summary>
/// Takes delimited text apart as RFC 4180 has it, forgiving what it does not allow. It remembers nothing but where the
/// present row's first cells are, so a row of a million cells or a cell of a megabyte costs nothing.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="delimiter">What is between cells.</param>
/// <param name="maxColumns">Cells of a row that are remembered.</param>
/// <param name="start">Where the first row begins.</param>
internal ref struct DelimitedParser(ReadOnlySpan<char> text, char delimiter, int maxColumns, int start = 0)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly (int Start, int Length, bool IsQuoted)[] _cells = new (int, int, bool)[maxColumns];
    private int _next = start;

    /// <summary>Where the present row begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the row behind the present one begins.</summary>
    public readonly int Next => _next;

    /// <summary>How many cells the present row has, those beyond the cap too.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the present row ends where the text ends, without a line break.</summary>
    public bool EndsOpen { get; private set; }

    /// <summary>Goes to the next row that is not blank.</summary>
    public bool Read()
    {
        while (_next < _text.Length)
        {
            Start = _next;
            ReadRow();
            if (Count > 1 || _cells[0].Length > 0 || _cells[0].IsQuoted)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A cell of the present row; its doubled quotes are still doubled.</summary>
    public readonly ReadOnlySpan<char> Raw(int column) => _text.Slice(_cells[column].Start, _cells[column].Length);

    /// <summary>Whether a cell stood in quotes.</summary>
    public readonly bool IsQuoted(int column) => _cells[column].IsQuoted;

    private void ReadRow()
    {
        Count = 0;
        while (true)
        {
            var quoted = _next < _text.Length && _text[_next] == '"';
            var (start, length) = quoted ? ReadQuoted() : ReadPlain();
            if (Count < _cells.Length)
            {
                _cells[Count] = (start, length, quoted);
            }

            Count++;
            EndsOpen = _next >= _text.Length;
            if (EndsOpen || _text[_next++] != delimiter)
            {
                if (!EndsOpen && _text[_next - 1] == '\r' && _next < _text.Length && _text[_next] == '\n')
                {
                    _next++;
                }

                return;
            }

            if (_next >= _text.Length)
            {
                // A delimiter at the very end has an empty cell behind it.
                if (Count < _cells.Length)
                {
                    _cells[Count] = (_text.Length, 0, false);
                }

                Count++;
                EndsOpen = true;
                return;
            }
        }
    }

    private (int Start, int Length) ReadPlain()
    {
        var start = _next;
        var end = _text[start..].IndexOfAny(delimiter, '\r', '\n');
        _next = end < 0 ? _text.Length : start + end;
        return (start, _next - start);
    }

    private (int Start, int Length) ReadQuoted()
    {
        var start = ++_next;
        while (true)
        {
            var quote = _text[_next..].IndexOf('"');
            if (quote < 0)
            {
                _next = _text.Length;
                return (start, _next - start);
            }

            _next += quote + 1;
            if (_next >= _text.Length || _text[_next] != '"')
            {
                var length = _next - 1 - start;

                // What follows the closing quote belongs to nobody.
                ReadPlain();
                return (start, length);
            }

            _next++;
        }
    }
}
