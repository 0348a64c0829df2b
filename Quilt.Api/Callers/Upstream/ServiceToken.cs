namespace Quilt.Api.Callers.Upstream;

/// <summary>The token that the registry itself has for the sign-in service (client credentials), renewed before it ends.</summary>
internal sealed class ServiceToken(IHttpClientFactory clients, ServiceCredentials credentials, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private volatile Held? _held;

    /// <summary>A token that is still good.</summary>
    /// <exception cref="HttpRequestException">The sign-in service gives none.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_held is { } held && time.GetUtcNow() < held.RenewAt)
        {
            return held.Value;
        }

        await _renewal.WaitAsync(cancellationToken);
        try
        {
            if (_held is { } renewed && time.GetUtcNow() < renewed.RenewAt)
            {
                return renewed.Value;
            }

            var fresh = await RequestAsync(cancellationToken);
            _held = fresh;
            return fresh.Value;
        }
        finally
        {
            _renewal.Release();
        }
    }

    /// <summary>Forgets <paramref name="token"/>, because it was refused (the sign-in service was set up anew).</summary>
    public void Discard(string token)
    {
        if (_held is { } held && held.Value == token)
        {
            _held = null;
        }
    }

    public void Dispose() => _renewal.Dispose();

    private async Task<Held> RequestAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(AuthClients.Plain);
        using var request = new HttpRequestMessage(HttpMethod.Post, "connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = credentials.ClientId,
                ["client_secret"] = credentials.Secret,
                ["scope"] = "internal",
            }),
        };
        using var response = await client.AskAuthAsync(request, cancellationToken);
        var answer = await response.ReadJsonAsync(UpstreamJson.Default.TokenAnswer, cancellationToken);
        if (answer is not { AccessToken.Length: > 0, ExpiresIn: > 0 })
        {
            throw new HttpRequestException("The sign-in service gave the registry no token.");
        }

        // Early enough that a long poll which starts with it does not outlive it.
        return new Held(answer.AccessToken, time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn / 2));
    }

    private sealed record Held(string Value, DateTimeOffset RenewAt);
}
