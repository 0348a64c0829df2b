using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Callers.Tokens;

/// <summary>
/// The sign-in service as the issuer of tokens: its name and its published keys, fetched when first needed, hourly, and
/// when a token names a key that is not known yet. This is what the library's configuration manager does too, but that
/// one refreshes behind the caller's back, after the token with the new key has been refused.
/// </summary>
internal sealed partial class TokenIssuer(IHttpClientFactory clients, TimeProvider time, ILogger<TokenIssuer> logger)
{
    private const string DiscoveryPath = ".well-known/openid-configuration";
    private static readonly TimeSpan KeysAge = TimeSpan.FromHours(1);

    /// <summary>Between two fetches: made-up key ids must not become a load on the sign-in service.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };
    private readonly Lock _gate = new();
    private volatile TokenValidationParameters? _rules;
    private Task<TokenValidationParameters>? _fetch;
    private DateTimeOffset _lastFetch = DateTimeOffset.MinValue;

    /// <summary>Reads <paramref name="token"/> where it is genuine and stands for a user; else null.</summary>
    /// <exception cref="HttpRequestException">The keys are not known, and the sign-in service cannot be reached.</exception>
    public async Task<VerifiedToken?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var rules = await GetRulesAsync(cancellationToken);
        var result = await _tokens.ValidateTokenAsync(token, rules);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && StartFetch(rules) is { } fetch)
        {
            result = await _tokens.ValidateTokenAsync(token, await fetch.WaitAsync(cancellationToken));
        }

        return result.IsValid ? VerifiedToken.Read((JsonWebToken)result.SecurityToken) : null;
    }

    private async ValueTask<TokenValidationParameters> GetRulesAsync(CancellationToken cancellationToken)
    {
        var known = _rules;
        if (known is not null && time.GetUtcNow() - _lastFetch < KeysAge)
        {
            return known;
        }

        try
        {
            return StartFetch(known) is { } fetch ? await fetch.WaitAsync(cancellationToken) : known!;
        }
        catch (HttpRequestException exception) when (known is not null)
        {
            LogKept(exception.Message);
            return known;
        }
    }

    /// <summary>
    /// The fetch under way, or a new one. Null where <paramref name="known"/> stays for now, because the last fetch was
    /// just before; a fetch is never refused while nothing is known.
    /// </summary>
    private Task<TokenValidationParameters>? StartFetch(TokenValidationParameters? known)
    {
        lock (_gate)
        {
            if (_fetch is { IsCompleted: false })
            {
                return _fetch;
            }

            if (_rules is { } newer && newer != known)
            {
                return Task.FromResult(newer);
            }

            var now = time.GetUtcNow();
            if (known is not null && now - _lastFetch < ShortestInterval)
            {
                return null;
            }

            _lastFetch = now;
            return _fetch = FetchAsync();
        }
    }

    /// <summary>Shared by all who wait for it, so no single request can cancel it; the client's timeout ends it.</summary>
    private async Task<TokenValidationParameters> FetchAsync()
    {
        using var client = clients.CreateClient(AuthClients.Plain);
        try
        {
            var discovery = OpenIdConnectConfiguration.Create(await client.GetTextFromAuthAsync(DiscoveryPath, CancellationToken.None));
            var keys = JsonWebKeySet.Create(await client.GetTextFromAuthAsync(KeysPath(discovery), CancellationToken.None));
            return _rules = TokenRules.For(discovery.Issuer, keys.GetSigningKeys(), time);
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException or JsonException)
        {
            throw new HttpRequestException("The sign-in service's discovery document or key set cannot be read.", exception);
        }
    }

    /// <summary>
    /// The document holds public addresses, which need not be reachable from here: only the path counts, below the
    /// issuer's own where it has one.
    /// </summary>
    private static string KeysPath(OpenIdConnectConfiguration discovery)
    {
        var address = new Uri(discovery.JwksUri);
        var issuer = new Uri(discovery.Issuer?.TrimEnd('/') + "/");
        return issuer.IsBaseOf(address) ? issuer.MakeRelativeUri(address).ToString() : address.PathAndQuery.TrimStart('/');
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The sign-in service's keys could not be renewed ({Reason}); the known ones stay in use")]
    private partial void LogKept(string reason);
}
