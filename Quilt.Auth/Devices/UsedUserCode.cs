using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Protection;

namespace Quilt.Auth.Devices;

/// <summary>
/// A code that was decided about is good for nothing more, and that is all. OpenIddict would take it for stolen and end
/// what came of it; but a person who goes back in the browser, or loads the page again, has stolen nothing.
/// </summary>
internal sealed class UsedUserCode(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<UsedUserCode>()
            .SetOrder(ValidateTokenEntry.Descriptor.Order - 400)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal?.HasTokenType(TokenTypeIdentifiers.Private.UserCode) is true
            && context.TokenId is { Length: > 0 } id
            && await tokens.FindByIdAsync(id, context.CancellationToken) is { } token
            && await tokens.HasStatusAsync(token, Statuses.Redeemed, context.CancellationToken))
        {
            context.Reject(Errors.InvalidToken, "The code has been used.");
        }
    }
}
