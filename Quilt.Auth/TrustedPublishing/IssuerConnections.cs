using System.Net;
using System.Net.Sockets;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>
/// Fetches documents from addresses that users named. It connects only to addresses it has looked at itself, so that
/// neither a name that resolves inwards nor a redirect leads into our own network; small answers, soon, or none.
/// </summary>
internal sealed class IssuerConnections : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly TrustedPublishingOptions _options;
    private readonly HttpClient _http;

    public IssuerConnections(TrustedPublishingOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = 256 * 1024,
        };
    }

    /// <exception cref="HttpRequestException">The address may not be fetched, does not answer in time, or answers with an error.</exception>
    public async Task<string> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!_options.Allows(address))
        {
            throw new HttpRequestException("The address is not https.");
        }

        try
        {
            return await _http.GetStringAsync(address, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("It did not answer in time.", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException("Its name is not known.", exception);
        }

        addresses = _options.AllowPrivateIssuers ? addresses : [.. addresses.Where(PublicAddress.Is)];
        if (addresses.Length == 0)
        {
            throw new HttpRequestException("It is in a private network.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
