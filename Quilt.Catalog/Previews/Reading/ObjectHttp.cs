using Microsoft.Extensions.Options;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Catalog.Previews.Reading;

/// <summary>
/// Reaches the object store, and nothing else. The host in a presigned address is what the browser sent: to connect to it
/// would let anybody make this process connect anywhere. The signature covers that host, so it stays in the request.
/// </summary>
/// <remarks>It has a client of its own: what others log, retry or follow is not for presigned addresses.</remarks>
internal sealed class ObjectHttp(IOptions<PreviewOptions> options, IOptions<PublicUrlsOptions> publicUrls) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public ObjectReader Open(PreviewObject source, ReadBudget budget)
    {
        if (!Uri.TryCreate(source.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new PreviewRefusedException("The registry gave no address for this file's content.");
        }

        var endpoint = options.Value.ObjectsEndpoint
            ?? (publicUrls.Value.Configured(QuiltService.Objects) is { } configured ? new Uri(configured) : null)
            ?? throw new PreviewRefusedException(
                $"Previews are not set up here: an admin must set {PreviewOptions.Section}:{nameof(PreviewOptions.ObjectsEndpoint)} or Quilt:PublicUrls:Objects.");

        // Path and query go on as they were signed.
        return new ObjectReader(_http, new Uri(endpoint.GetLeftPart(UriPartial.Authority) + url.PathAndQuery), url.Authority, budget);
    }

    public void Dispose() => _http.Dispose();
}
