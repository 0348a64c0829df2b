using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.OpenId;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Auth.Codes;

/// <summary>
/// Reads <c>POST /api/token</c>, whose one field <c>refresh_token</c> holds a code or a refresh token, as the OAuth
/// request that it stands for. Rolling, reuse detection and leeway are then the same as at the OAuth endpoint.
/// </summary>
internal sealed class LegacyTokenRequest : IOpenIddictServerHandler<ExtractTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractTokenRequestContext>()
            .UseSingletonHandler<LegacyTokenRequest>()
            .SetOrder(int.MaxValue - 100_000)
            .Build();

    public ValueTask HandleAsync(ExtractTokenRequestContext context)
    {
        if (!Applies(context.Transaction) || context.Transaction.Request is not { } form)
        {
            return ValueTask.CompletedTask;
        }

        var credential = form.RefreshToken?.Trim();
        if (string.IsNullOrEmpty(credential))
        {
            context.Reject(Errors.InvalidRequest, "The form field refresh_token is missing. It holds the code that the login page shows, or a refresh token.");
            return ValueTask.CompletedTask;
        }

        context.Transaction.Request = OneTimeCodes.LooksLikeOne(credential)
            ? new OpenIddictRequest { ClientId = KnownClients.CommandLine, GrantType = OneTimeCodeGrant.GrantType, Code = credential }
            : new OpenIddictRequest { ClientId = KnownClients.CommandLine, GrantType = GrantTypes.RefreshToken, RefreshToken = credential };
        return ValueTask.CompletedTask;
    }

    public static bool Applies(OpenIddictServerTransaction transaction) =>
        transaction.GetHttpRequest() is { } request && OpenIdSetup.LegacyTokenPath.Equals(request.Path.Value?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
