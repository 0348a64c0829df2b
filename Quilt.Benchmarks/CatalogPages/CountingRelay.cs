using System.Net;
using System.Net.Sockets;

namespace Quilt.Benchmarks.CatalogPages;

/// <summary>Stands between the catalog and the object store, and counts what comes back from the store: headers too, and believing nobody.</summary>
internal sealed class CountingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _store;
    private long _bytes;

    public CountingRelay(Uri store)
    {
        _store = store;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Bytes that the store has sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task RelayAsync(TcpClient from)
    {
        using (from)
        using (var to = new TcpClient())
        {
            try
            {
                await to.ConnectAsync(_store.Host, _store.Port);
                await Task.WhenAny(CopyAsync(from.GetStream(), to.GetStream(), _ => { }), CopyAsync(to.GetStream(), from.GetStream(), count => Interlocked.Add(ref _bytes, count)));
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                // Either side may hang up.
            }
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Action<int> count)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is var read and > 0)
            {
                count(read);
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (IOException)
        {
            // Either side may hang up.
        }
    }
}
