using System.Text.RegularExpressions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Authentication;

namespace Quilt.Auth.OpenId;

/// <summary>A code challenge must be what SHA-256 gives, so that a client that protects nothing learns of it at once.</summary>
internal sealed partial class ChallengeForm : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseSingletonHandler<ChallengeForm>()
            .SetOrder(ValidateProofKeyForCodeExchangeParameters.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (context.Request.CodeChallenge is { } challenge && !Sha256().IsMatch(challenge))
        {
            context.Reject(Errors.InvalidRequest, "The 'code_challenge' parameter must be a SHA-256 hash in base64url: 43 characters.");
        }

        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{43}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();
}
