using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Quilt.Benchmarks.Load;

/// <summary>HTTP with as little of its own cost as possible: answers are drained, not read.</summary>
internal sealed class RegistryConnection(LoadOptions options) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    private AuthenticationHeaderValue? _token;

    public LoadOptions Options => options;

    /// <summary>A request as the Python client makes it.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null, bool anonymous = false)
    {
        var request = new HttpRequestMessage(method, new Uri(options.Registry, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "quilt-cli/2.9.15 (Linux) CPython/3.11.2");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate");
        request.Headers.Authorization = anonymous ? null : _token;
        return request;
    }

    public static HttpContent Json(byte[] body, bool gzip = false)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return content;
    }

    public HttpRequestMessage LoginRequest() => Request(HttpMethod.Post, "/api/login", Json(JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, string> { ["username"] = options.User, ["password"] = options.Password })), anonymous: true);

    public async Task LoginAsync(CancellationToken cancellation)
    {
        using var answer = JsonDocument.Parse(await AskAsync(LoginRequest(), cancellation));
        _token = new("Bearer", answer.RootElement.GetProperty("token").GetString());
    }

    /// <summary>Sends, drains the answer, and gives null or what went wrong.</summary>
    public async Task<string?> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using (request)
            {
                using var response = await _http.SendAsync(request, cancellation);
                if (!response.IsSuccessStatusCode)
                {
                    return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}";
                }

                await response.Content.CopyToAsync(Stream.Null, cancellation);
                return null;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return failure.Message;
        }
    }

    /// <summary>Sends and gives the answer's body. For preparations, which must succeed.</summary>
    public async Task<byte[]> AskAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Remove("Accept-Encoding");
        using (request)
        {
            using var response = await _http.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.IsSuccessStatusCode
                ? body
                : throw new LoadFailedException($"{request.Method} {request.RequestUri!.AbsolutePath}: {(int)response.StatusCode} {Encoding.UTF8.GetString(body)}");
        }
    }

    public void Dispose() => _http.Dispose();
}
