using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Quilt.Auth.OpenId;
using Quilt.Auth.Sessions;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Devices;

/// <summary>What a person decides about a machine that asks to be signed in. The page is <c>Pages/Device.razor</c>.</summary>
internal static class DeviceEndpoints
{
    public const string PagePath = "/device";
    public const string DecisionPath = "/device/decision";
    public const string DonePath = "/device/done";
    public const string Approve = "approve";

    public static void MapDevices(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(DecisionPath, DecideAsync).WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();

    private static async Task<IResult> DecideAsync(
        [FromForm] string? decision, [FromForm(Name = Parameters.UserCode)] string? code, HttpContext context, BrowserSessions sessions, DeviceCodes codes, SignInAuthorizations authorizations)
    {
        var back = $"{PagePath}?{Parameters.UserCode}={Uri.EscapeDataString(code ?? "")}";
        if (await sessions.ReadAsync(context) is not { Account: var account })
        {
            return Results.LocalRedirect(SignInAddress.For(context, back));
        }

        if ((await codes.FindAsync(context, account)).Code is not { } request)
        {
            // The page says what is wrong with it.
            return Results.LocalRedirect(back);
        }

        if (decision != Approve)
        {
            return Results.Forbid(
                new AuthenticationProperties { RedirectUri = DonePath + "?denied=true" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
        identity.SetScopes(request.Scopes);
        QuiltClaims.SetAccount(identity, account);
        var authorization = await authorizations.CreateAsync(identity, account, request.ClientId, context.RequestAborted);
        identity.SetAuthorizationId(authorization.ToString());
        return Results.SignIn(
            new ClaimsPrincipal(identity), new AuthenticationProperties { RedirectUri = DonePath }, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
