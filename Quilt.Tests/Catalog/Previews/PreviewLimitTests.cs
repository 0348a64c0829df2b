using System.Net;
using System.Net.Sockets;
using Quilt.Catalog.Previews;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>Previews leave room for everything else.</summary>
public sealed class PreviewLimitTests
{
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
