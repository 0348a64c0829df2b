using Microsoft.AspNetCore.Antiforgery;
using OpenIddict.Abstractions;
using Quilt.Auth.Accounts;
using Quilt.Auth.OpenId;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Consents;

/// <summary>
/// Tells whether the person agrees to what an application asks for. A confidential application, which proves who it is
/// with its secret, is not asked about twice. A public one is asked about each time: any program can use its name.
/// </summary>
internal sealed class ConsentGate(IOpenIddictApplicationManager applications, RememberedConsents remembered, IAntiforgery antiforgery)
{
    public const string PagePath = "/consent";

    /// <summary>The field of the consent form that carries the decision.</summary>
    public const string Field = "consent";
    public const string Allow = "allow";

    public async Task<Consent> DecideAsync(HttpContext context, OpenIddictRequest request, Account account)
    {
        if (KnownClients.IsOurs(request.ClientId))
        {
            return Consent.Given;
        }

        var application = await applications.FindByClientIdAsync(request.ClientId!, context.RequestAborted)
            ?? throw new InvalidOperationException($"The client '{request.ClientId}' was accepted but is not stored.");
        var id = Guid.Parse((await applications.GetIdAsync(application, context.RequestAborted))!);
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Form[Field] is [{ Length: > 0 } decision])
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Consent.Forged;
            }

            if (decision != Allow)
            {
                return Consent.Denied;
            }

            await remembered.RememberAsync(account, id, request.ClientId!, [.. request.GetScopes()], context.RequestAborted);
            return Consent.Given;
        }

        return !request.HasPromptValue(PromptValues.Consent)
            && await applications.HasClientTypeAsync(application, ClientTypes.Confidential, context.RequestAborted)
            && await remembered.CoverAsync(account, id, [.. request.GetScopes()], context.RequestAborted)
                ? Consent.Given
                : Consent.Missing;
    }
}

internal enum Consent
{
    /// <summary>The person has to be asked.</summary>
    Missing,

    /// <summary>The person agrees, now or since earlier; or is not to be asked.</summary>
    Given,

    /// <summary>The person refused.</summary>
    Denied,

    /// <summary>The decision did not come from the form that this person was shown.</summary>
    Forged,
}
