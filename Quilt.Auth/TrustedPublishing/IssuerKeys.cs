using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>
/// The public keys of issuers, found by OpenID Connect discovery and kept for an hour. A key that is not known yet is
/// looked for again, but an issuer is never asked more often than its shortest interval, whatever comes in.
/// </summary>
internal sealed class IssuerKeys(IssuerConnections connections, TimeProvider time)
{
    private const int MostIssuers = 1_000;
    private static readonly TimeSpan KeysAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Issuer> _issuers = new(StringComparer.Ordinal);

    /// <summary>The issuer's signing key with an id; null where it has none such.</summary>
    /// <exception cref="HttpRequestException">The issuer's keys are not known, and cannot be had.</exception>
    public async Task<SecurityKey?> FindAsync(string issuer, string keyId, CancellationToken cancellationToken)
    {
        if (_issuers.Count >= MostIssuers && !_issuers.ContainsKey(issuer))
        {
            _issuers.Clear();
        }

        var known = _issuers.GetOrAdd(issuer, _ => new Issuer());
        await known.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var isFresh = known.Keys is not null && now - known.FetchedAt < KeysAge;
            if (!(isFresh && known.Find(keyId) is not null) && now - known.TriedAt >= ShortestInterval)
            {
                known.TriedAt = now;
                known.Keys = await FetchAsync(issuer, cancellationToken);
                known.FetchedAt = now;
            }

            // Keys older than allowed are good for nothing, even while their issuer is away.
            return known.Keys is not null && now - known.FetchedAt < KeysAge
                ? known.Find(keyId)
                : throw new HttpRequestException("It did not answer a moment ago.");
        }
        finally
        {
            known.Gate.Release();
        }
    }

    private async Task<JsonWebKey[]> FetchAsync(string issuer, CancellationToken cancellationToken)
    {
        try
        {
            using var discovery = JsonDocument.Parse(
                await connections.FetchAsync(new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration"), cancellationToken));
            if (discovery.RootElement.GetProperty("issuer").GetString() != issuer)
            {
                throw new HttpRequestException("Its discovery document names another issuer.");
            }

            var address = new Uri(discovery.RootElement.GetProperty("jwks_uri").GetString()!);
            var keys = JsonWebKeySet.Create(await connections.FetchAsync(address, cancellationToken));

            // Symmetric keys in a public document would be everybody's.
            return [.. keys.Keys.Where(key => key.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve && (key.Use is null or "" or "sig") && !string.IsNullOrEmpty(key.Kid))];
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HttpRequestException("Its discovery document or key set cannot be read.", exception);
        }
    }

    private sealed class Issuer
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public JsonWebKey[]? Keys { get; set; }

        public DateTimeOffset FetchedAt { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset TriedAt { get; set; } = DateTimeOffset.MinValue;

        public JsonWebKey? Find(string keyId) => Keys?.FirstOrDefault(key => key.Kid == keyId);
    }
}
