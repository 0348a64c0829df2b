using Quilt.Catalog.Previews;
using Quilt.Catalog.Previews.Tables;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>Tables that are written as text.</summary>
public sealed class TablePreviewTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    [Fact]
    public async Task A_csv_shows_rows_types_nulls_ranges_and_histograms()
    {
        var table = await TableAsync("a.csv", "id,height,name,alive,born\n1,1.5,\"Smith, \"\"Jo\"\"\",true,2001-02-03\n2,,B,false,2001-02-04\n3,-2e3,B,TRUE,1999-12-31\n");

        Assert.Equal(["id", "height", "name", "alive", "born"], table.Columns.Select(column => column.Name));
        Assert.Equal(["integer", "number", "text", "boolean", "date"], table.Columns.Select(column => column.Type));
        Assert.Equal(new string?[] { "1", "1.5", "Smith, \"Jo\"", "true", "2001-02-03" }, table.Rows[0]);
        Assert.Null(table.Rows[1][1]);
        Assert.Equal((1L, "-2e3", "1.5", "all rows"), (table.Columns[1].Facts.Nulls!.Value, table.Columns[1].Facts.Least, table.Columns[1].Facts.Most, table.Columns[1].Facts.Basis));
        Assert.Equal([new Bar("B", 2), new Bar("Smith, \"Jo\"", 1)], table.Columns[2].Facts.Bars);
        Assert.Equal(3, table.Columns[0].Facts.Bars.Sum(bar => bar.Count));
        Assert.Equal((3, true), (table.Total, table.IsTotalKnown));
    }

    [Theory]
    [InlineData("a.tsv", "x\ty\n1\t2\n")]
    [InlineData("a.csv", "x;y\r\n1;2\r\n")]
    [InlineData("a.csv", "x|y\r1|2")]
    [InlineData("a.csv", "\"x\",\"y\"\n\n\"1\",\"2\"\n\n")]
    public async Task Delimiters_and_line_ends_are_found_out(string name, string content)
    {
        var table = await TableAsync(name, content);

        Assert.Equal(["x", "y"], table.Columns.Select(column => column.Name));
        Assert.Equal(new string?[] { "1", "2" }, Assert.Single(table.Rows));
    }

    [Fact]
    public async Task Pages_and_links_to_a_row_find_it()
    {
        var content = "n\n" + string.Concat(Enumerable.Range(0, 1234).Select(number => $"{number}\n"));

        var last = await TableAsync("a.csv", content, new PreviewView(25));
        var linked = await TableAsync("a.csv", content, new PreviewView(1, Row: 777));
        var beyond = await TableAsync("a.csv", content, new PreviewView(1, Row: 99_999));

        Assert.Equal((1200, 34, 25, 25), (last.First, last.Rows.Count, last.Page, last.Pages));
        Assert.Equal((750, "777"), (linked.First, linked.Rows[27][0]));
        Assert.Equal(1200, beyond.First);
    }

    [Fact]
    public async Task A_large_csv_is_read_up_to_the_cap_and_its_last_row_is_not_half_shown()
    {
        var content = "a,b\n" + string.Concat(Enumerable.Range(0, 700_000).Select(number => $"{number},word\n"));

        var preview = await bench.ShowAsync("a.csv", content, new PreviewView(int.MaxValue));
        var table = Assert.IsType<TablePreview>(preview).Table;

        Assert.False(table.IsTotalKnown);
        Assert.All(table.Rows, row => Assert.Equal("word", row[1]));
        Assert.InRange(preview.BytesRead, 4_000_000, 4_500_000);
        Assert.Contains(preview.Notes, note => note.StartsWith("Only the first 4.19 MB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_csv_of_one_endless_line_says_so()
    {
        var preview = await bench.ShowAsync("a.csv", new string('x', 9_000_000));

        Assert.Contains("The first row goes on beyond what is read.", Assert.IsType<TablePreview>(preview).Notes);
        Assert.True(((TablePreview)preview).Table.Columns[0].Name.Length <= 101);
    }

    [Fact]
    public async Task A_row_of_a_million_cells_shows_the_first_columns()
    {
        var preview = await bench.ShowAsync("a.csv", new string(',', 1_000_000) + "\n" + new string(',', 1_000_000) + "\n");

        Assert.Equal(50, Assert.IsType<TablePreview>(preview).Table.Columns.Count);
        Assert.Contains("50 of 1,000,001 columns are shown.", preview.Notes);
    }

    [Fact]
    public async Task Formulas_and_long_cells_are_text()
    {
        var preview = await bench.ShowAsync("a.csv", $"a,b\n=cmd|'/c calc'!A0,{new string('y', 1000)}\n");

        var row = Assert.Single(Assert.IsType<TablePreview>(preview).Table.Rows);
        Assert.Equal("=cmd|'/c calc'!A0", row[0]);
        Assert.Equal(301, row[1]!.Length);
        Assert.Contains("Cells longer than 300 characters are cut.", preview.Notes);
    }

    [Fact]
    public async Task Json_lines_are_a_table_of_the_names_they_use()
    {
        var table = await TableAsync("a.jsonl", "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2.5, \"c\": {\"deep\": [1, null]}}\n{\"b\": null}\n");

        Assert.Equal(["a", "b", "c"], table.Columns.Select(column => column.Name));
        Assert.Equal(["number", "text", "text"], table.Columns.Select(column => column.Type));
        Assert.Equal([1L, 2L, 2L], table.Columns.Select(column => column.Facts.Nulls!.Value));
        Assert.Equal(new string?[] { "2.5", null, "{\"deep\": [1, null]}" }, table.Rows[1]);
    }

    [Fact]
    public async Task A_json_array_of_objects_is_a_table_too()
    {
        var table = await TableAsync("a.json", "[{\"a\": 1}, {\"a\": true}, {}]");

        Assert.Equal(["1", "true", null], table.Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task A_long_json_array_is_read_up_to_the_cap()
    {
        var preview = await bench.ShowAsync("a.json", "[" + string.Join(",\n", Enumerable.Range(0, 400_000).Select(number => $"{{\"number\": {number}}}")) + "]");

        Assert.False(Assert.IsType<TablePreview>(preview).Table.IsTotalKnown);
        Assert.Equal("0", ((TablePreview)preview).Table.Rows[0][0]);
    }

    [Fact]
    public async Task Other_json_is_laid_out()
    {
        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("a.json", "{\"a\":[1,2.50],\"b\":\"</script>\"}"));

        Assert.Equal(["{", "  \"a\": [", "    1,", "    2.50", "  ],", "  \"b\": \"</script>\"", "}"], text.Lines);
    }

    [Theory]
    [InlineData("{\"a\": ", "}")]
    [InlineData("[", "]")]
    public async Task Json_of_endless_nesting_is_shown_as_it_is(string open, string close)
    {
        var content = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("a.json", content));

        Assert.Contains(text.Notes, note => note.Contains("deeper than 64 levels", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u0000\u0001{")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("not json")]
    public async Task What_is_no_json_is_shown_all_the_same(string content)
    {
        var preview = await bench.ShowAsync("a.json", content);

        Assert.True(preview is TextPreview or NoPreview { Reason: not "This file cannot be shown. Download it to see what is in it." }, preview.ToString());
    }

    private async Task<Table> TableAsync(string name, string content, PreviewView? view = null) =>
        Assert.IsType<TablePreview>(await bench.ShowAsync(name, content, view)).Table;
}
