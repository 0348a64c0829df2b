using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Quilt.Catalog.Previews;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>Previews leave room for everything else: each cap is reached, and what it cut is said.</summary>
public sealed class PreviewLimitTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    [Fact]
    public async Task Of_a_table_of_many_objects_the_first_are_looked_at()
    {
        var part = await ParquetFiles.MeasuresAsync(60, 60);
        var parts = new[] { await bench.PutAsync(part), await bench.PutAsync(part) };
        var source = new PreviewSource("table", parts, "/x", NodeFormat: "PARQUET");

        // The page asks the registry for no more objects than are looked at, and says how many there are.
        foreach (var (preview, count) in ((Preview, int)[])[(await bench.ShowAsync(source, change: options => options.MaxParts = 1), 2), (await bench.ShowAsync(source with { Parts = 40 }), 40)])
        {
            var table = Assert.IsType<TablePreview>(preview).Table;
            Assert.Equal((count == 2 ? 60 : 120, false), (table.Total, table.IsTotalKnown));
            Assert.Contains($"{(count == 2 ? 1 : 2)} of {count} objects of the table are looked at.", preview.Notes);
        }
    }

    [Fact]
    public async Task No_more_requests_are_sent_than_allowed_and_what_was_read_is_shown()
    {
        var preview = await bench.ShowAsync("a.parquet", await ParquetFiles.MeasuresAsync(200_000, 1_000), new PreviewView(Row: 199_000), change: options => options.MaxRequests = 8);

        var table = Assert.IsType<TablePreview>(preview).Table;
        Assert.Equal(8, preview.Requests);
        Assert.Equal("199000", table.Rows[0][0]);
        Assert.NotNull(table.Columns[^1].Unread);
        Assert.Contains("Not every column is read. Showing this would take more than 8 requests to the object store. Download the file to see it.", preview.Notes);
    }

    [Fact]
    public async Task No_more_bytes_are_read_than_allowed()
    {
        const int Most = 256 * 1024;
        var table = await bench.ShowAsync("a.parquet", await ParquetFiles.MeasuresAsync(400_000, 400_000), new PreviewView(Row: 399_999), change: options => options.MaxBytes = Most);
        var bomb = await bench.ShowAsync("a.txt", new byte[50_000_000].Select(_ => (byte)'x').ToArray(), gzip: true, change: options => (options.MaxBytes, options.MaxTextBytes) = (Most, 1 << 26));

        Assert.Contains(Assert.IsType<TablePreview>(table).Table.Columns, column => column.Unread is not null);
        Assert.All(new[] { table, bomb }, preview => Assert.InRange(preview.BytesRead, 1, Most));
        Assert.Contains(table.Notes, note => note.EndsWith("To see them, download the file, or install the package and read it in Python.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(400_000, true)]
    public async Task A_notebook_beyond_its_cap_is_shown_as_text(int cap, bool isNotebook)
    {
        var notebook = JsonSerializer.Serialize(new { cells = new[] { new { cell_type = "markdown", source = new string('x', 150_000) } } });

        var preview = await bench.ShowAsync("a.ipynb", notebook, change: options => options.MaxNotebookBytes = cap);

        Assert.Equal(isNotebook, preview is NotebookPreview);
        Assert.Equal(!isNotebook, preview.Notes.Contains("The notebook is too large to be shown as one: it is shown as text."));
        Assert.Equal(!isNotebook, preview.Notes.Contains("Only the first 100 kB of the file are read. Download it to see the rest."));
    }

    [Fact]
    public async Task A_picture_in_a_notebook_beyond_its_cap_is_left_out()
    {
        var png = Convert.ToBase64String(Picture.Png(100, 100));
        var notebook = JsonSerializer.Serialize(new { cells = new[] { new { cell_type = "code", source = "plot()", outputs = new[] { new { output_type = "display_data", data = new Dictionary<string, string> { ["image/png"] = png } } } } } });

        foreach (var (cap, note) in ((int, string?)[])[(png.Length, null), (png.Length - 1, "A picture is too large to be shown.")])
        {
            var preview = Assert.IsType<NotebookPreview>(await bench.ShowAsync("a.ipynb", notebook, change: options => options.MaxEmbeddedImageLength = cap));
            Assert.Equal(note, preview.Cells[0].Outputs[0].Note);
        }
    }

    [Fact]
    public async Task A_parquet_footer_beyond_its_cap_is_not_read()
    {
        var file = await ParquetFiles.MeasuresAsync(2_000, 10);

        var preview = await bench.ShowAsync("a.parquet", file, change: options => options.MaxFooterBytes = 4096);

        Assert.Contains("more than a preview reads", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal);
        Assert.InRange(preview.BytesRead, 1, 140_000);
    }

    [Fact]
    public async Task A_store_that_never_answers_holds_a_preview_no_longer_than_its_time_and_others_wait_no_longer_either()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = new PreviewOptions { ObjectsEndpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), Concurrency = 1, Seconds = 1 };
        using var service = PreviewBench.NewService(options);
        var source = new PreviewSource("a.txt", [new PreviewObject("http://objects/x", 5)], "/x");

        var previews = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.ShowAsync(source, new PreviewView(), CancellationToken.None)));

        Assert.All(previews, preview => Assert.StartsWith("This takes longer than 1 second", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_goes_away_stops_the_reading()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = new PreviewOptions { ObjectsEndpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), Seconds = 60 };
        using var service = PreviewBench.NewService(options);
        using var gone = new CancellationTokenSource();
        var preview = service.ShowAsync(new PreviewSource("a.txt", [new PreviewObject("http://objects/x", 5)], "/x"), new PreviewView(), gone.Token);
        using var connection = await silent.AcceptTcpClientAsync();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preview);
        Assert.Equal(0, await ReadToEndAsync(connection));
    }

    [Theory]
    [InlineData(nameof(PreviewOptions.Concurrency), 0)]
    [InlineData(nameof(PreviewOptions.RowsPerPage), 5000)]
    [InlineData(nameof(PreviewOptions.MaxNesting), 100_000)]
    public void A_cap_that_makes_no_sense_is_refused_by_its_name(string key, int value)
    {
        var options = new PreviewOptions();
        typeof(PreviewOptions).GetProperty(key)!.SetValue(options, value);

        Assert.StartsWith($"Quilt:Previews:{key} is {value}.", options.Validate(), StringComparison.Ordinal);
        Assert.Null(new PreviewOptions().Validate());
    }

    /// <returns>0, at the end of the connection; it fails if that does not come.</returns>
    private static async Task<int> ReadToEndAsync(TcpClient connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer, patience.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return 0;
    }
}
