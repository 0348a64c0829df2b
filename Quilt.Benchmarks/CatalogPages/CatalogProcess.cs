using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Quilt.Benchmarks.CatalogPages;

/// <summary>A catalog in a process of its own, so that its CPU time is its own.</summary>
internal sealed class CatalogProcess : IDisposable
{
    private readonly Process _process;

    private CatalogProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The CPU time it has used since it began.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts this program as a catalog, and waits until it answers.</summary>
    public static async Task<CatalogProcess> StartAsync(Uri registry, Uri objects, HttpClient http, CancellationToken cancellation)
    {
        var address = new Uri($"http://localhost:{FreePort()}");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CatalogProcess).Assembly.Location);
        }

        // It signs nobody in: the pages are those that everybody sees.
        string[] settings =
        [
            CatalogCommand.Host, $"--urls={address}", $"--services:api:http:0={registry}", $"--services:auth:http:0={registry}",
            $"--Quilt:Previews:ObjectsEndpoint={objects}", "--Quilt:ServiceClients:catalog:Secret=measured", $"--Quilt:Ports:Objects={objects.Port}",
            "--Logging:LogLevel:Default=Warning",
        ];
        foreach (var setting in settings)
        {
            start.ArgumentList.Add(setting);
        }

        var catalog = new CatalogProcess(Process.Start(start)!, address);
        catalog._process.OutputDataReceived += (_, _) => { };
        catalog._process.BeginOutputReadLine();
        await catalog.AnswersAsync(http, cancellation);
        return catalog;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task AnswersAsync(HttpClient http, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/alive"), cancellation);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
