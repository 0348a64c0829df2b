using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Quilt.Api.Callers.Upstream;

/// <summary>
/// Asks the sign-in service. Whatever keeps it from answering properly (not reachable, too slow, its own failure) is an
/// <see cref="HttpRequestException"/> without a status, which callers of the registry see as 503.
/// </summary>
internal static class AuthAnswers
{
    /// <summary>The answer to a GET of <paramref name="path"/>: a success, or 404 where <paramref name="mayBeMissing"/>.</summary>
    public static async Task<HttpResponseMessage> GetFromAuthAsync(
        this HttpClient client, string path, CancellationToken cancellationToken, bool mayBeMissing = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await client.AskAuthAsync(request, cancellationToken, mayBeMissing);
    }

    /// <summary>The text of a successful answer to a GET of <paramref name="path"/>.</summary>
    public static async Task<string> GetTextFromAuthAsync(this HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetFromAuthAsync(path, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>The JSON in an answer.</summary>
    public static async Task<T> ReadJsonAsync<T>(this HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken)
                ?? throw new HttpRequestException($"The sign-in service answered {response.RequestMessage?.RequestUri?.AbsolutePath} with nothing.");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException($"The sign-in service's answer to {response.RequestMessage?.RequestUri?.AbsolutePath} is not what was expected.", exception);
        }
    }

    /// <summary>The answer to <paramref name="request"/>, which <see cref="GetFromAuthAsync"/> describes.</summary>
    public static async Task<HttpResponseMessage> AskAuthAsync(
        this HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken, bool mayBeMissing = false)
    {
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The sign-in service did not answer in time.", exception);
        }

        if (response.IsSuccessStatusCode || (mayBeMissing && response.StatusCode == HttpStatusCode.NotFound))
        {
            return response;
        }

        var status = (int)response.StatusCode;
        response.Dispose();
        throw new HttpRequestException($"The sign-in service answered {status} to {request.Method} {request.RequestUri?.AbsolutePath}.");
    }
}
