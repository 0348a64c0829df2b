using System.Text;
using Quilt.Catalog.Previews;
using Quilt.Catalog.Previews.Tables;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>Every place of a text table that is longer than what is read of it.</summary>
public sealed class TablePlacesTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    /// <summary>Rows with everything that makes their ends hard to find.</summary>
    private static readonly string[] Cells =
    [
        "plain", "two, with a comma", "a \"quoted\" word", "a line\nbreak, and\n\n\"more\"", "größer als 5\" 日本 🙈", "", " ,\n", "\"", "x,\"y\"\nz",
    ];

    [Theory]
    [InlineData("a.csv", ",", "\n", "")]
    [InlineData("a.csv", ";", "\r\n", "\uFEFF")]
    [InlineData("a.tsv", "\t", "\r", "")]
    public async Task Whoever_goes_on_sees_each_row_once(string name, string delimiter, string end, string mark)
    {
        var rows = Enumerable.Range(0, 6_000).Select(Row).ToList();
        var file = await bench.PutAsync(Encoding.UTF8.GetBytes(mark + Line(["n", "text", "more"], delimiter, end) + string.Concat(rows.Select(row => Line(row, delimiter, end)))));
        var seen = new List<string?[]>();
        Preview preview;
        TablePlaces? places;
        for (var page = 1; ; page++)
        {
            preview = await ShowAsync(name, file, new PreviewView(page));
            var table = Assert.IsType<TablePreview>(preview).Table;
            places = table.Places;
            Assert.Null(places!.From);
            Assert.Contains(preview.Notes, note => note.EndsWith("The links below the table lead to the rows behind them.", StringComparison.Ordinal));
            seen.AddRange(table.Rows);
            if (page == table.Pages)
            {
                break;
            }
        }

        Assert.InRange(seen.Count, 100, 5_000);
        while (places!.To < places.Size)
        {
            preview = await ShowAsync(name, file, new PreviewView(Offset: places.To));
            var table = Assert.IsType<TablePreview>(preview).Table;
            Assert.Equal(places.To, table.Places!.From);
            Assert.Equal(["n", "text", "more"], table.Columns.Select(column => column.Name));
            Assert.Equal("integer", table.Columns[0].Type);
            Assert.InRange(preview.BytesRead, 1, 300_000);
            places = table.Places;
            seen.AddRange(table.Rows);
        }

        Assert.Equal(rows.Select(row => string.Join('|', row.Select(Shown))), seen.Select(row => string.Join('|', row.Select(cell => cell ?? ""))));
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    public void From_any_byte_the_next_row_is_found(char end)
    {
        // Which rows are where is known by writing them one by one.
        var text = new StringBuilder();
        var starts = new List<int>();
        for (var row = 0; row < 60; row++)
        {
            starts.Add(text.Length);
            text.Append(Line(Row(row), ",", end.ToString()));
        }

        starts.Add(text.Length);
        var all = Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(text.ToString()));
        for (var place = 1; place < starts[^4]; place++)
        {
            // Between two quotes that stand for one nobody can tell; such places are in no link.
            if (all[place - 1] == '"' && all[place] == '"')
            {
                continue;
            }

            var found = place + RowStart.Find(all.AsSpan(place), all[place - 1], ',');
            Assert.True(starts.First(start => start >= place) == found, $"From {place} on, {found} is found: …{all[place..Math.Min(all.Length, place + 60)]}");
        }
    }

    [Fact]
    public async Task A_place_in_the_middle_the_end_and_one_behind_it_show_what_is_there()
    {
        var text = "n,word\n" + string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number},word\n"));
        var file = await bench.PutAsync(Encoding.UTF8.GetBytes(text));

        var middle = Assert.IsType<TablePreview>(await ShowAsync("a.csv", file, new PreviewView(Offset: 200_003))).Table;
        var end = Assert.IsType<TablePreview>(await ShowAsync("a.csv", file, new PreviewView(Offset: file.Size!.Value - 32))).Table;
        var behind = await ShowAsync("a.csv", file, new PreviewView(Offset: long.MaxValue));

        Assert.Equal((50, text.IndexOf('\n', 200_002) + 1L), (middle.Rows.Count, middle.Places!.From!.Value));
        Assert.Equal(Enumerable.Range(int.Parse(middle.Rows[0][0]!, null), 50).Select(number => $"{number}"), middle.Rows.Select(row => row[0]));
        Assert.Equal(["39998", "39999"], end.Rows.Select(row => row[0]));
        Assert.Equal(end.Places!.Size, end.Places.To);
        Assert.Equal("No row begins here: this is the end of the file.", Assert.IsType<NoPreview>(behind).Reason);
    }

    [Fact]
    public async Task A_row_without_an_end_is_read_up_to_the_cap_and_told()
    {
        var preview = await bench.ShowAsync("a.csv", "a,b\n1,2\n" + new string('x', 3_000_000), new PreviewView(Offset: 100_000), change: options => options.MaxTextBytes = 1_000_000);

        Assert.StartsWith("No 50 rows end within 1 MB of this place.", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal);
        Assert.InRange(preview.BytesRead, 1_000_000, 2_000_000);
    }

    [Fact]
    public async Task What_has_no_places_shows_its_beginning()
    {
        var text = "n,word\n" + string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number},word\n"));
        foreach (var (content, gzip) in ((byte[], bool)[])[(Encoding.UTF8.GetBytes(text), true), ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], false)])
        {
            var table = Assert.IsType<TablePreview>(await ShowAsync("a.csv", await bench.PutAsync(content, gzip), new PreviewView(Offset: 100_000))).Table;

            Assert.Null(table.Places);
            Assert.Equal("0", table.Rows[0][0]);
        }
    }

    private static string?[] Row(int number) => [$"{number}", Cells[number % Cells.Length], Cells[number * 7 % Cells.Length]];

    private static string Line(IEnumerable<string?> cells, string delimiter, string end) =>
        string.Join(delimiter, cells.Select(cell => cell!.AsSpan().ContainsAny('"', '\n', delimiter[0]) ? $"\"{cell!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)) + end;

    /// <summary>Line breaks in cells are shown by a sign.</summary>
    private static string Shown(string? cell) => cell!.Replace('\n', '↵');

    private Task<Preview> ShowAsync(string name, PreviewObject file, PreviewView view) =>
        bench.ShowAsync(new PreviewSource(name, [file], "/package/o/p/files/x"), view, options => options.MaxTextBytes = 100_000);
}
