using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Stack;

/// <summary>A Redis server with a folder, as a stack has it, that can be stopped and started.</summary>
internal sealed class RedisProcess : IDisposable
{
    private const string Password = "redis-secret";

    private readonly string _folder = Directory.CreateTempSubdirectory("quilt-redis-").FullName;
    private readonly int _port = FreePorts.Next();
    private Process? _process;

    /// <summary>As Aspire hands it over.</summary>
    public string ConnectionString => $"localhost:{_port},password={Password}";

    public async Task StartAsync()
    {
        string[] arguments = ["--bind", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), "--requirepass", Password, "--dir", _folder, "--save", "60 1"];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        _process.BeginOutputReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", _port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    public async Task StopAsync()
    {
        await ProcessSignals.SendAsync(_process!.Id, "TERM");
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
