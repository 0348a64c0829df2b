using System.Text.Json;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>Reads error answers, also those of proxies between us and the registry, which are not JSON.</summary>
internal sealed record ErrorAnswer(string? Message = null)
{
    public static async Task<RegistryException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        string? message = null;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            message = (await JsonSerializer.DeserializeAsync(body, RegistryJson.Default.ErrorAnswer, cancellationToken))?.Message;
        }
        catch (JsonException)
        {
            // Not the registry's own words: the status says what there is to say.
        }

        return new RegistryException(new RegistryError(status, message ?? $"The registry answered with status {status} and no message."));
    }
}
