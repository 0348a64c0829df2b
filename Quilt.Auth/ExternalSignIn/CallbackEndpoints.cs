using Microsoft.AspNetCore.Authentication;
using OpenIddict.Client.AspNetCore;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Where GitHub and OpenID Connect providers send people back to. OpenIddict has checked state, code and tokens by then.</summary>
internal static class CallbackEndpoints
{
    public static void MapProviderCallbacks(this IEndpointRouteBuilder endpoints, ExternalProviders providers)
    {
        if (providers.GitHub is { } github)
        {
            endpoints.MapGet(github.Provider.CallbackPath, (HttpContext context, GitHubPeople people, Arrival arrival) =>
                ArriveAsync(context, github.Provider, arrival, ticket => people.ReadAsync(ticket, context.RequestAborted))).ExcludeFromDescription();
        }

        foreach (var settings in providers.OpenIdConnect)
        {
            endpoints.MapGet(settings.Provider.CallbackPath, (HttpContext context, Arrival arrival) =>
                ArriveAsync(context, settings.Provider, arrival, ticket => Task.FromResult(OpenIdConnectPeople.Read(settings, ticket)))).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> ArriveAsync(HttpContext context, ExternalProvider provider, Arrival arrival, Func<AuthenticateResult, Task<Proof>> prove)
    {
        var ticket = await context.AuthenticateAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme);
        if (!ticket.Succeeded || ticket.Principal?.Identity is not { IsAuthenticated: true })
        {
            return Results.LocalRedirect(Refusal.Stale.Address(provider, returnUrl: null));
        }

        var errand = Errand.Of(ticket.Properties.Items.AsReadOnly());
        var proof = await prove(ticket);
        return Results.LocalRedirect(proof.Identity is { } identity
            ? await arrival.ReceiveAsync(context, identity, errand)
            : proof.Refusal!.Value.Address(provider, errand.ReturnUrl));
    }
}

/// <summary>Who came, or why nobody is let in.</summary>
internal readonly record struct Proof(ExternalIdentity? Identity, Refusal? Refusal)
{
    public static implicit operator Proof(ExternalIdentity identity) => new(identity, null);

    public static implicit operator Proof(Refusal refusal) => new(null, refusal);
}
