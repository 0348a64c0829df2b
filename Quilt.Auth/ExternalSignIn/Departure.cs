using Microsoft.AspNetCore.Authentication;
using OpenIddict.Client.AspNetCore;
using Quilt.Auth.Limits;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sends a browser to a provider.</summary>
internal sealed class Departure(AttemptCounts counts, EntraReach entra)
{
    /// <summary>A whole office signs in from one address; each departure leaves a state in the database.</summary>
    private const int PerAddress = 1000;

    /// <summary>
    /// The address to go on to: the provider's, or the page that says why not. It is for a page to lead there: browsers hold
    /// the form policy of the page also against redirects, and nobody can name beforehand where a provider redirects to.
    /// </summary>
    public async Task<string> LeaveAsync(HttpContext context, ExternalProvider provider, Errand errand)
    {
        if (await counts.TakeAsync([Attempt.ByAddress("external:", context.Connection.RemoteIpAddress, PerAddress)], context.RequestAborted) is not null)
        {
            return Refusal.TooMany.Address(provider, errand.ReturnUrl);
        }

        var properties = errand.ToProperties();
        if (provider.Name != ExternalProvider.Entra)
        {
            properties.Items[OpenIddictClientAspNetCoreConstants.Properties.ProviderName] = provider.Name;
            await context.ChallengeAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme, properties);
        }
        else if (await entra.AnswersAsync(context.RequestAborted))
        {
            await context.ChallengeAsync(EntraSetup.Scheme, properties);
        }
        else
        {
            return Refusal.Unreachable.Address(provider, errand.ReturnUrl);
        }

        var address = context.Response.Headers.Location.ToString();
        context.Response.Headers.Remove("Location");
        context.Response.StatusCode = StatusCodes.Status200OK;
        return address;
    }
}
