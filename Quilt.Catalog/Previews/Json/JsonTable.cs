using System.Text;
using System.Text.Json;
using Quilt.Catalog.Previews.Reading;
using Quilt.Catalog.Previews.Tables;

namespace Quilt.Catalog.Previews.Json;

/// <summary>JSON objects, one a line or in one array, as a table of the names that they use.</summary>
internal static class JsonTable
{
    /// <returns>Null where the first line or element is no object: the file is shown as text.</returns>
    public static Preview? Of(TextBytes content, bool byLine, PreviewView view, PreviewOptions options)
    {
        var rows = byLine ? Lines(content) : Elements(content, options);
        if (rows.Count == 0 || Cells(content.Bytes[rows[0]], options) is null)
        {
            return null;
        }

        var names = new List<string>();
        var columns = new Dictionary<string, TextColumn>(StringComparer.Ordinal);
        var unread = 0;
        var unshown = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < rows.Count; row++)
        {
            if (Cells(content.Bytes[rows[row]], options) is not { } cells)
            {
                unread++;
                continue;
            }

            Count(cells, names, columns, unshown, options);
        }

        foreach (var column in columns.Values)
        {
            column.Complete(rows.Count - unread);
        }

        var first = Table.FirstRow(view, rows.Count, options.RowsPerPage);
        var shown = rows.Skip((int)first).Take(options.RowsPerPage).Select(row => ToRow(content.Bytes[row], names, options)).ToList();
        var basis = content.IsWhole ? "all rows" : $"the first {Units.HumanUnits.Count(rows.Count, "row")}";
        return new TablePreview(new Table(
            [.. names.Select(name => columns[name].ToColumn(VisibleText.Line(name, 100), basis))], shown, first, rows.Count, content.IsWhole, options.RowsPerPage))
        {
            Notes =
            [
                .. content.IsWhole ? [] : new[] { Cut.Beginning(content.Bytes.Count) },
                .. unshown.Count > 0 ? new[] { Cut.Columns(names.Count, names.Count + unshown.Count) } : [],
                .. unread > 0 ? new[] { $"{Units.HumanUnits.Count(unread, "line")} cannot be read as JSON objects." } : [],
            ],
        };
    }

    private static void Count(
        Dictionary<string, string?> cells, List<string> names, Dictionary<string, TextColumn> columns, HashSet<string> unshown, PreviewOptions options)
    {
        foreach (var (name, value) in cells)
        {
            if (!columns.TryGetValue(name, out var column))
            {
                if (names.Count >= options.MaxColumns)
                {
                    if (unshown.Count < 10_000)
                    {
                        unshown.Add(name);
                    }

                    continue;
                }

                names.Add(name);
                columns[name] = column = new TextColumn();
            }

            if (value is null)
            {
                column.AddNull();
            }
            else
            {
                column.Add(value);
            }
        }
    }

    private static string?[] ToRow(ReadOnlySpan<byte> line, List<string> names, PreviewOptions options)
    {
        var cells = Cells(line, options) ?? [];
        return [.. names.Select(name => cells.GetValueOrDefault(name) is { } value ? VisibleText.Line(value, options.MaxCellLength) : null)];
    }

    /// <summary>Where the lines that hold something are; of a file that was cut, the last is not whole.</summary>
    private static List<Range> Lines(TextBytes content)
    {
        var bytes = content.Bytes.AsSpan();
        var lines = new List<Range>();
        var start = bytes.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            if (length < 0 && !content.IsWhole)
            {
                break;
            }

            var end = length < 0 ? bytes.Length : start + length;
            if (bytes[start..end].ContainsAnyExcept(" \t\r"u8))
            {
                lines.Add(start..end);
            }

            start = end + 1;
        }

        return lines;
    }

    /// <summary>Where the elements of an array are, as far as it was read; none where any is no object.</summary>
    private static List<Range> Elements(TextBytes content, PreviewOptions options)
    {
        var bytes = content.Bytes.AsSpan();
        var start = bytes.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        var reader = new Utf8JsonReader(bytes[start..], new JsonReaderOptions { MaxDepth = options.MaxNesting });
        var elements = new List<Range>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return [];
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    return [];
                }

                var from = start + (int)reader.TokenStartIndex;
                reader.Skip();
                elements.Add(from..(start + (int)reader.BytesConsumed));
            }

            return elements;
        }
        catch (JsonException)
        {
            // Cut by a cap: what was read so far is whole. Otherwise it is no JSON, and shown as it is.
            return content.IsWhole ? [] : elements;
        }
    }

    /// <summary>The values of an object's names: texts as they are, everything else as JSON.</summary>
    private static Dictionary<string, string?>? Cells(ReadOnlySpan<byte> line, PreviewOptions options)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = options.MaxNesting });
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var text = reader.TokenType switch
                {
                    JsonTokenType.Null => null,
                    JsonTokenType.String => reader.GetString(),
                    _ => "",
                };
                reader.Skip();
                if (text is { Length: 0 } && line[start] != (byte)'"')
                {
                    var json = line[start..(int)reader.BytesConsumed];
                    text = Encoding.UTF8.GetString(json[..Math.Min(json.Length, 4 * (options.MaxCellLength + 1))]);
                }

                if (cells.Count < 4 * options.MaxColumns)
                {
                    cells[name] = text;
                }
            }

            return cells;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
