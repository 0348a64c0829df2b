using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>
/// Speaks the registry protocol. Every call throws <see cref="RegistryException"/> when the registry refuses, and
/// <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the registry, such as <c>http://localhost:5000</c>. It stays the caller's to dispose.</param>
/// <param name="bearer">An access token to send with every call; null to call anonymously, or when a handler of <paramref name="http"/> adds one.</param>
public sealed partial class QuiltRegistryClient(HttpClient http, string? bearer = null)
{
    /// <summary>The same registry, with another access token; null for none.</summary>
    public QuiltRegistryClient WithBearer(string? token) => new(http, token);

    /// <summary>Whether the registry answers its health check.</summary>
    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync(new Uri("/healthcheck", UriKind.Relative), cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static string EscapePath(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Escape));

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, answer, cancellationToken);

    private Task<Nothing> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, content: null, RegistryJson.Default.Nothing, cancellationToken);

    private Task<TAnswer> SendJsonAsync<TBody, TAnswer>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken) =>
        SendAsync(method, path, JsonContent.Create(body, bodyType), answer, cancellationToken);

    private void Authorize(HttpRequestMessage request)
    {
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Authorize(request);

        // Answers may hold a URL for each of hundreds of thousands of objects: they are parsed as they arrive.
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await ErrorAnswer.ReadAsync(response, cancellationToken);
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, answer, cancellationToken)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw new RegistryException(new RegistryError((int)response.StatusCode, "The registry's answer cannot be read. Is this address a Quilt registry?"), exception);
        }
    }
}

/// <summary>An answer that says nothing but that it worked.</summary>
internal sealed record Nothing;
