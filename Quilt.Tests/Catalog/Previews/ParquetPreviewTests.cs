using System.Buffers.Binary;
using Parquet;
using Parquet.Serialization;
using Quilt.Catalog.Previews;
using Quilt.Catalog.Previews.Tables;

namespace Quilt.Tests.Catalog.Previews;

public sealed class ParquetPreviewTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task Every_compression_shows_the_same_rows(CompressionMethod compression)
    {
        var file = await ParquetFiles.MeasuresAsync(20_000, 6_000, compression);

        var preview = await bench.ShowAsync("a.parquet", file, new PreviewView(Row: 13_777));
        var table = Assert.IsType<TablePreview>(preview).Table;

        Assert.Empty(preview.Notes);
        Assert.Equal((13_750, 50, 20_000), (table.First, table.Rows.Count, table.Total));
        foreach (var (row, cells) in table.Rows.Index())
        {
            Assert.Equal(Expected(13_750 + row), cells);
        }
    }

    [Fact]
    public async Task A_page_goes_on_from_one_row_group_to_the_next()
    {
        var table = await TableAsync(await ParquetFiles.MeasuresAsync(200, 70), new PreviewView(2));

        Assert.All(table.Rows.Index(), row => Assert.Equal(Expected(50 + row.Index), row.Item));
    }

    [Fact]
    public async Task Columns_tell_type_nulls_and_range_from_the_statistics_of_the_file()
    {
        var table = await TableAsync(await ParquetFiles.MeasuresAsync(10_000, 4_000));

        Assert.Equal(["int64", "double", "double?", "string?", "timestamp, UTC", "decimal(10, 2)", "boolean"], table.Columns.Select(column => column.Type));
        Assert.Equal(("0", "9999", 0L, "the file's statistics"), Facts(table.Columns[0]));
        Assert.Equal(("0", "2499.5", 1429L, "the file's statistics"), Facts(table.Columns[2]));
        Assert.Equal(("setosa", "virginica"), (table.Columns[3].Facts.Least, table.Columns[3].Facts.Most));
        Assert.Equal(["setosa", "versicolor", "virginica"], table.Columns[3].Facts.Bars.Select(bar => bar.Label));
        Assert.All(table.Columns[4].Facts.Least is { } least ? [least] : Array.Empty<string>(), seen => Assert.StartsWith("2017-", seen, StringComparison.Ordinal));
        Assert.Equal(12, table.Columns[0].Facts.Bars.Count);
        Assert.EndsWith("rows read from this page on", table.Columns[0].Facts.BarsBasis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_million_rows_the_first_page_reads_under_four_megabytes()
    {
        var file = await ParquetFiles.MeasuresAsync(2_000_000, 250_000);

        var first = await bench.ShowAsync("big.parquet", file);
        var middle = await bench.ShowAsync("big.parquet", file, new PreviewView(Row: 1_234_567));

        Assert.Empty(first.Notes);
        Assert.Equal(Expected(0), Assert.IsType<TablePreview>(first).Table.Rows[0]);
        Assert.InRange(first.BytesRead, 1, 4_000_000);
        Assert.True(first.BytesRead < file.Length / 10, $"{first.BytesRead} of {file.Length} bytes are read.");
        Assert.Equal("1234550", Assert.IsType<TablePreview>(middle).Table.Rows[0][0]);
    }

    [Fact]
    public async Task Rows_deep_inside_a_huge_page_are_said_not_to_be_read_while_the_schema_shows()
    {
        var file = await ParquetFiles.MeasuresAsync(400_000, 400_000);

        var preview = await bench.ShowAsync("big.parquet", file, new PreviewView(Row: 399_999), change: options => (options.MaxColumnBytes, options.MaxUnpackedBytes) = (65_536, 65_536));

        var table = Assert.IsType<TablePreview>(preview).Table;
        Assert.Contains(table.Columns, column => column.Unread is not null);
        Assert.Equal("int64", table.Columns[0].Type);
        Assert.Contains(preview.Notes, note => note.StartsWith("Not every column is read.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_and_nested_columns_show_their_values()
    {
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeAsync<Nested>(
            [new() { Name = "a", Tags = ["x", "y"], Inner = new() { Depth = 1 } }, new() { Name = "b", Tags = [], Inner = null }, new() { Name = null, Tags = ["z"], Inner = new() }], file);

        var table = await TableAsync(file.ToArray());

        var tags = Assert.Single(table.Columns, column => column.Name.StartsWith("Tags", StringComparison.Ordinal));
        Assert.Equal("list of string", tags.Type);
        var index = table.Columns.ToList().IndexOf(tags);
        Assert.Equal(["[x, y]", null, "[z]"], table.Rows.Select(row => row[index] is "[]" ? null : row[index]));
        Assert.Contains(table.Columns, column => column.Name == "Inner.Depth");
        Assert.Equal(["a", "b", null], table.Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task A_table_of_several_objects_is_one_table()
    {
        var parts = new[] { await bench.PutAsync(await ParquetFiles.MeasuresAsync(70, 70)), await bench.PutAsync(await ParquetFiles.MeasuresAsync(60, 20)) };

        var preview = await bench.ShowAsync(new PreviewSource("table", parts, "/x", NodeFormat: "PARQUET"), new PreviewView(2));

        var table = Assert.IsType<TablePreview>(preview).Table;
        Assert.Equal((130, 50), (table.Total, table.First));
        Assert.Equal(["50", "51", "69", "0", "29"], new[] { 0, 1, 19, 20, 49 }.Select(row => table.Rows[row][0]));
    }

    [Fact]
    public async Task A_table_of_another_format_says_so()
    {
        var preview = await bench.ShowAsync(new PreviewSource("table", [await bench.PutAsync([1, 2, 3])], "/x", NodeFormat: "HDF5"));

        Assert.Equal("Tables stored as HDF5 cannot be shown here. Install the package to read it.", Assert.IsType<NoPreview>(preview).Reason);
    }

    [Fact]
    public async Task A_frame_that_was_pushed_under_the_name_of_its_source_is_known_by_its_bytes() =>
        Assert.IsType<TablePreview>(await bench.ShowAsync("iris.csv", await ParquetFiles.MeasuresAsync(10, 10)));

    [Fact]
    public async Task Parquet_that_is_stored_as_a_gzip_says_why_it_cannot_be_shown() =>
        Assert.Contains("stored compressed as a whole", Assert.IsType<NoPreview>(await bench.ShowAsync("a.parquet", await ParquetFiles.MeasuresAsync(10, 10), gzip: true)).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_table_of_many_columns_shows_the_first()
    {
        using var file = new MemoryStream();
        var fields = Enumerable.Range(0, 300).Select(number => new Parquet.Schema.DataField<int>($"c{number}")).ToArray();
        await using (var writer = await ParquetWriter.CreateAsync(new Parquet.Schema.ParquetSchema(fields), file))
        {
            using var group = writer.CreateRowGroup();
            foreach (var field in fields)
            {
                await group.WriteAsync<int>(field, new[] { 1, 2 });
            }
        }

        var preview = await bench.ShowAsync("wide.parquet", file.ToArray());

        Assert.Equal(50, Assert.IsType<TablePreview>(preview).Table.Columns.Count);
        Assert.Contains("50 of 300 columns are shown.", preview.Notes);
    }

    [Fact]
    public async Task Damaged_files_never_fail_otherwise_than_with_a_sentence()
    {
        var good = await ParquetFiles.MeasuresAsync(500, 200);
        var random = new Random(7);
        for (var round = 0; round < 150; round++)
        {
            var bad = good.ToArray();

            // Half of them in the footer, where the lies are.
            var length = BinaryPrimitives.ReadInt32LittleEndian(bad.AsSpan(bad.Length - 8));
            for (var change = 0; change < 4; change++)
            {
                bad[round % 2 == 0 ? random.Next(4, bad.Length - 8) : random.Next(bad.Length - 8 - length, bad.Length - 8)] = (byte)random.Next(256);
            }

            var preview = await bench.ShowAsync("bad.parquet", bad);

            Assert.NotEqual("This file cannot be shown. Download it to see what is in it.", (preview as NoPreview)?.Reason);
        }
    }

    [Theory]
    [InlineData(0xFFFFFFFF, "more than a preview reads")]
    [InlineData(0x00000001, "has no columns")]
    [InlineData(1_000_000, "not well-formed")]
    public async Task A_footer_that_lies_about_its_length_is_not_believed(uint length, string reason)
    {
        var file = await ParquetFiles.MeasuresAsync(100, 100);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 8), length);

        Assert.Contains(reason, Assert.IsType<NoPreview>(await bench.ShowAsync("a.parquet", file)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_footer_whose_lists_claim_billions_costs_nothing()
    {
        // Field 2, a list of structs, whose length says two billion; then field 4 alike.
        byte[] footer = [0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00];
        byte[] file = [.. "PAR1"u8, .. footer, (byte)footer.Length, 0, 0, 0, .. "PAR1"u8];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var preview = await bench.ShowAsync("a.parquet", file);

        Assert.Contains("not well-formed", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    private static string?[] Expected(int row) =>
    [
        $"{row}",
        Text(Math.Round(1.5 + Math.Sin(row), 3)),
        row % 7 == 3 ? null : Text(row / 4.0),
        new[] { "setosa", "versicolor", "virginica" }[row % 3],
        ParquetFiles.Start.AddHours(row).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        (row / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture),
        row % 2 == 0 ? "true" : "false",
    ];

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static (string?, string?, long?, string?) Facts(TableColumn column) => (column.Facts.Least, column.Facts.Most, column.Facts.Nulls, column.Facts.Basis);

    private async Task<Table> TableAsync(byte[] file, PreviewView? view = null) => Assert.IsType<TablePreview>(await bench.ShowAsync("a.parquet", file, view)).Table;

    private sealed class Nested
    {
        public string? Name { get; set; }

        public List<string> Tags { get; set; } = [];

        public Inner? Inner { get; set; }
    }

    private sealed class Inner
    {
        public int? Depth { get; set; }
    }
}
