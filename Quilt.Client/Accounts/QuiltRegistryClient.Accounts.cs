using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>Who the caller is.</summary>
    public Task<CurrentUser> GetCurrentUserAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/me", RegistryJson.Default.CurrentUser, cancellationToken);

    /// <summary>The caller's packages and those of others. Takes up the invitations of the caller's e-mail address.</summary>
    public Task<UserProfile> GetProfileAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/profile", RegistryJson.Default.UserProfile, cancellationToken);

    /// <summary>Has a link to set a new password mailed to an address, if it has an account.</summary>
    public Task RequestPasswordResetAsync(string email, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/reset_password", new EmailBody(email), RegistryJson.Default.EmailBody, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>Sets a new password by the last part of a link that was mailed.</summary>
    public Task ChangePasswordAsync(string password, string link, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/change_password", new PasswordBody(password, link), RegistryJson.Default.PasswordBody, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>Opens an account; where mail is configured it waits for its activation.</summary>
    public Task RegisterAsync(string userName, string password, string email, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/register", new Credentials(userName, password, email), RegistryJson.Default.Credentials, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>Signs in with a password and answers an access token.</summary>
    public async Task<string> LoginAsync(string userName, string password, CancellationToken cancellationToken = default) =>
        (await SendJsonAsync(HttpMethod.Post, "/api/login", new Credentials(userName, password), RegistryJson.Default.Credentials, RegistryJson.Default.SessionToken, cancellationToken)).Token;

    /// <summary>Trades the caller's access token for a new one; the old one stops working.</summary>
    public async Task<string> RenewTokenAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Post, "/api/refresh", content: null, RegistryJson.Default.SessionToken, cancellationToken)).Token;

    /// <summary>Ends the caller's access token.</summary>
    public Task LogoutAsync(CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "/api/logout", content: null, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>Trades a one-time code or a refresh token for a pair of tokens.</summary>
    public Task<TokenPair> GetTokensAsync(string codeOrRefreshToken, CancellationToken cancellationToken = default) =>
        SendAsync(
            HttpMethod.Post,
            "/api/token",
            new FormUrlEncodedContent([new KeyValuePair<string, string>("refresh_token", codeOrRefreshToken)]),
            RegistryJson.Default.TokenPair,
            cancellationToken);

    /// <summary>A one-time code for the caller, to be pasted into a terminal.</summary>
    public async Task<string> GetCodeAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/api/code", RegistryJson.Default.OneTimeCode, cancellationToken)).Code;

    /// <summary>Tells the registry what the client did, such as a build.</summary>
    public Task ReportAsync(IReadOnlyList<ClientEvent> events, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/log", events, RegistryJson.Default.IReadOnlyListClientEvent, RegistryJson.Default.Nothing, cancellationToken);
}
