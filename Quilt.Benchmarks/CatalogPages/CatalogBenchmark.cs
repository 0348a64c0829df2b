using System.Diagnostics;
using System.Text.RegularExpressions;
using Quilt.Client;

namespace Quilt.Benchmarks.CatalogPages;

/// <summary>Measures what the catalog's pages cost, weigh and read, and prints it beside what they may.</summary>
internal static partial class CatalogBenchmark
{
    public static async Task<int> RunAsync(CatalogOptions options, CancellationToken cancellation)
    {
        if (!options.Registry.IsLoopback)
        {
            await Console.Error.WriteLineAsync($"{options.Registry.Host} is not this machine. The catalog is measured beside a registry.");
            return 1;
        }

        // As browsers do: connections stay, answers may be compressed, and what is not asked for is not followed.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        using var api = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = options.Registry };
        var anonymous = new QuiltRegistryClient(api);
        var registry = anonymous.WithBearer(await anonymous.LoginAsync(options.User, options.Password, cancellation));
        var packages = new MeasuredPackages(registry, options.User, http);
        try
        {
            var usual = await packages.UsualAsync(cancellation);
            var many = await packages.ManyFilesAsync(cancellation);
            var table = await packages.LongTableAsync(cancellation);
            using var relay = new CountingRelay(await StoreAsync(registry, options.User, table, cancellation));
            using var catalog = await CatalogProcess.StartAsync(options.Registry, relay.Address, http, cancellation);
            await MeasureAsync(options, catalog, relay, http, usual, many, table, cancellation);
            return 0;
        }
        finally
        {
            await packages.DeleteAllAsync();
        }
    }

    private static async Task MeasureAsync(
        CatalogOptions options, CatalogProcess catalog, CountingRelay relay, HttpClient http, string usual, string many, string table, CancellationToken cancellation)
    {
        Console.WriteLine($"{"",-44}{"measured",16}{"may be",14}");
        var (cpu, median, slow) = await PageAsync(catalog, http, $"/package/{options.User}/{usual}", options.Requests, cancellation);
        Print("package page, CPU of the catalog", $"{cpu:0.00} ms", "2 ms");
        Print("package page, median latency", $"{median:0.0} ms", "15 ms");
        Print("package page, p99 latency", $"{slow:0.0} ms", "");
        Print("home with all it loads", $"{await WeightAsync(catalog, http, "/", cancellation) / 1024.0:0.0} KiB", "100 KiB");
        Print($"tree page of {MeasuredPackages.Files:N0} files, HTML", $"{(await http.GetByteArrayAsync(new Uri(catalog.Address, $"/package/{options.User}/{many}/files"), cancellation)).Length / 1024.0:0.0} KiB", "");
        var before = relay.Bytes;
        var preview = await http.GetStringAsync(new Uri(catalog.Address, $"/package/{options.User}/{table}/files/table"), cancellation);
        Print($"first page of {MeasuredPackages.Rows:N0} rows, read", $"{(relay.Bytes - before) / 1e6:0.00} MB", "4 MB");
        if (!preview.Contains("id=\"r49\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The table's page shows no rows.");
        }
    }

    private static void Print(string what, string measured, string most) => Console.WriteLine($"{what,-44}{measured,16}{most,14}");

    /// <summary>Where objects are, for this machine.</summary>
    private static async Task<Uri> StoreAsync(QuiltRegistryClient registry, string owner, string package, CancellationToken cancellation)
    {
        var hash = (await registry.GetTagAsync(owner, package, "latest", cancellation)).Hash;
        var install = await registry.InstallAsync(owner, package, hash, cancellationToken: cancellation);
        return new Uri(new Uri(install.Urls.Values.First()).GetLeftPart(UriPartial.Authority));
    }

    /// <summary>CPU per request, and the latency of one request after the other, in milliseconds.</summary>
    private static async Task<(double Cpu, double Median, double Slow)> PageAsync(CatalogProcess catalog, HttpClient http, string path, int requests, CancellationToken cancellation)
    {
        var address = new Uri(catalog.Address, path);

        await WarmUpAsync(catalog, http, address, requests, cancellation);
        var latencies = new double[requests];
        var before = catalog.Cpu;
        for (var i = 0; i < requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await http.GetByteArrayAsync(address, cancellation);
            latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        var cpu = (catalog.Cpu - before).TotalMilliseconds / requests;
        Array.Sort(latencies);
        return (cpu, latencies[requests / 2], latencies[requests * 99 / 100]);
    }

    /// <summary>
    /// Asks until the runtime has compiled the page for good, which it does in the background while pages are asked for: until
    /// a round costs no less CPU than the best of three before it.
    /// </summary>
    private static async Task WarmUpAsync(CatalogProcess catalog, HttpClient http, Uri address, int requests, CancellationToken cancellation)
    {
        var best = TimeSpan.MaxValue;
        for (var fruitless = 0; fruitless < 3;)
        {
            var before = catalog.Cpu;
            for (var i = 0; i < requests; i++)
            {
                await http.GetByteArrayAsync(address, cancellation);
            }

            var round = catalog.Cpu - before;
            fruitless = round < best ? 0 : fruitless + 1;
            best = round < best ? round : best;
        }
    }

    /// <summary>Bytes of a page with the styles, scripts and pictures of ours that it names, uncompressed.</summary>
    private static async Task<long> WeightAsync(CatalogProcess catalog, HttpClient http, string path, CancellationToken cancellation)
    {
        var html = await http.GetStringAsync(new Uri(catalog.Address, path), cancellation);
        long weight = System.Text.Encoding.UTF8.GetByteCount(html);
        foreach (var asset in Asset().Matches(html).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct())
        {
            weight += (await http.GetByteArrayAsync(new Uri(catalog.Address, asset), cancellation)).Length;
        }

        return weight;
    }

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Asset();
}
