using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>The caller's personal access tokens, newest first.</summary>
    public async Task<IReadOnlyList<PersonalToken>> ListTokensAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/api/tokens", RegistryJson.Default.PersonalTokens, cancellationToken)).Tokens;

    /// <summary>Makes a personal access token.</summary>
    public Task<NewPersonalToken> CreateTokenAsync(PersonalTokenWish wish, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/tokens", wish, RegistryJson.Default.PersonalTokenWish, RegistryJson.Default.NewPersonalToken, cancellationToken);

    /// <summary>Ends a personal access token of the caller.</summary>
    public Task RevokeTokenAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync($"/api/tokens/{id}", cancellationToken);

    /// <summary>Who is trusted to push to a package of the caller.</summary>
    public async Task<IReadOnlyList<TrustedPublisher>> ListPublishersAsync(string owner, string package, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/publishers/{Escape(owner)}/{Escape(package)}/", RegistryJson.Default.TrustedPublishers, cancellationToken)).Publishers;

    /// <summary>Trusts somebody to push to a package of the caller.</summary>
    public Task<TrustedPublisher> AddPublisherAsync(string owner, string package, TrustedPublisherWish wish, CancellationToken cancellationToken = default) =>
        SendJsonAsync(
            HttpMethod.Post, $"/api/publishers/{Escape(owner)}/{Escape(package)}/", wish, RegistryJson.Default.TrustedPublisherWish, RegistryJson.Default.TrustedPublisher, cancellationToken);

    /// <summary>Trusts a publisher no longer, and ends the tokens it got.</summary>
    public Task RemovePublisherAsync(string owner, string package, Guid id, CancellationToken cancellationToken = default) =>
        DeleteAsync($"/api/publishers/{Escape(owner)}/{Escape(package)}/{id}", cancellationToken);

    /// <summary>Trades a workload's OpenID Connect token for one that pushes to a package (<c>owner/name</c>) for a quarter of an hour.</summary>
    public Task<PushToken> ExchangeTokenAsync(string package, string proof, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/token/exchange", new ExchangeBody(package, proof), RegistryJson.Default.ExchangeBody, RegistryJson.Default.PushToken, cancellationToken);
}
