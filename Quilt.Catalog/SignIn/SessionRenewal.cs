using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Quilt.Catalog.SignIn;

/// <summary>Trades the refresh token for a new pair shortly before the access token ends, as long as the person keeps coming.</summary>
internal sealed class SessionRenewal(IHttpClientFactory clients, IConfiguration configuration, TimeProvider clock, ILogger<SessionRenewal> logger)
{
    private const string ExpiresAt = "expires_at";
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CookieValidatePrincipalContext context)
    {
        var session = context.Properties;
        if (!DateTimeOffset.TryParse(session.GetTokenValue(ExpiresAt), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var end)
            || session.GetTokenValue("refresh_token") is not { Length: > 0 } refreshToken)
        {
            context.RejectPrincipal();
            return;
        }

        if (end - clock.GetUtcNow() > Ahead)
        {
            return;
        }

        try
        {
            var answer = await AskAsync(refreshToken, context.HttpContext.RequestAborted);
            if (answer is null)
            {
                // The session was ended elsewhere, or lay unused for too long.
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
                return;
            }

            session.UpdateTokenValue("access_token", answer.AccessToken);
            session.UpdateTokenValue("refresh_token", answer.RefreshToken ?? refreshToken);
            session.UpdateTokenValue(ExpiresAt, clock.GetUtcNow().AddSeconds(double.Parse(answer.ExpiresIn, CultureInfo.InvariantCulture)).ToString("o", CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested))
        {
            // The access token is good for a little longer; the next request tries again.
            logger.LogWarning("A session could not be renewed: {Reason}", failure.Message);
        }
    }

    /// <returns>The new tokens, or null when the sign-in service refuses.</returns>
    private async Task<OpenIdConnectMessage?> AskAsync(string refreshToken, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
            ["client_id"] = SignInExtensions.ClientId,
            ["client_secret"] = configuration[SignInExtensions.SecretKey]!,
        });
        using var http = clients.CreateClient(SignInExtensions.BackChannel);
        using var response = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
        if ((int)response.StatusCode is >= 400 and < 500)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
