using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Client.AspNetCore;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Asks GitHub, with the token of who came, for what it tells only on request: verified addresses and organisations.</summary>
internal sealed partial class GitHubPeople(HttpClient http, ExternalProviders providers, ILogger<GitHubPeople> logger)
{
    private const int PageSize = 100;
    private const int MostPages = 20;

    public async Task<Proof> ReadAsync(AuthenticateResult ticket, CancellationToken cancellationToken)
    {
        var settings = providers.GitHub!;
        var token = ticket.Properties?.GetTokenValue(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelAccessToken);
        if (token is null || ticket.Principal!.GetClaim("id") is not { Length: > 0 } id || ticket.Principal!.GetClaim("login") is not { Length: > 0 } login)
        {
            return Refusal.ProviderError;
        }

        try
        {
            if (settings.Organizations.Count > 0 && !await IsMemberAsync(settings, token, cancellationToken))
            {
                return Refusal.NotAdmitted;
            }

            return new ExternalIdentity(settings.Provider, id, login, WantedName.Of(login), await VerifiedEmailAsync(settings, token, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Failed(exception);
            return exception is JsonException ? Refusal.ProviderError : Refusal.Unreachable;
        }
    }

    private async Task<bool> IsMemberAsync(GitHubSettings settings, string token, CancellationToken cancellationToken)
    {
        for (var page = 1; page <= MostPages; page++)
        {
            var organizations = await GetAsync(new Uri(settings.ApiUrl, $"user/orgs?per_page={PageSize}&page={page}"), token, GitHubJson.Default.GitHubOrganizationArray, cancellationToken);
            if (organizations.Any(organization => settings.Organizations.Contains(organization.Login, StringComparer.OrdinalIgnoreCase)))
            {
                return true;
            }

            if (organizations.Length < PageSize)
            {
                break;
            }
        }

        return false;
    }

    /// <summary>The address that the person chose as the first, if GitHub has verified it.</summary>
    private async Task<string?> VerifiedEmailAsync(GitHubSettings settings, string token, CancellationToken cancellationToken)
    {
        var emails = await GetAsync(new Uri(settings.ApiUrl, $"user/emails?per_page={PageSize}"), token, GitHubJson.Default.GitHubEmailArray, cancellationToken);
        return emails.FirstOrDefault(email => email is { Primary: true, Verified: true } && AccountRules.CheckEmail(email.Email) is null)?.Email;
    }

    private async Task<T[]> GetAsync<T>(Uri address, string token, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T[]> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");

        // GitHub refuses callers that do not say who they are.
        request.Headers.UserAgent.ParseAdd("quilt");
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? [];
    }

    [LoggerMessage(1, LogLevel.Warning, "GitHub did not tell about somebody who came from it")]
    private partial void Failed(Exception exception);
}
