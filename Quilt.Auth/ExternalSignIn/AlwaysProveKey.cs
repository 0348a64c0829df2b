using OpenIddict.Client;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Client.OpenIddictClientEvents;
using static OpenIddict.Client.OpenIddictClientHandlers;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sends a code challenge also to providers that do not say that they know it: those overlook it.</summary>
internal sealed class AlwaysProveKey : IOpenIddictClientHandler<ProcessChallengeContext>
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } =
        OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessChallengeContext>()
            .UseSingletonHandler<AlwaysProveKey>()
            .SetOrder(AttachCodeChallengeParameters.Descriptor.Order - 500)
            .Build();

    public ValueTask HandleAsync(ProcessChallengeContext context)
    {
        context.CodeChallengeMethod = CodeChallengeMethods.Sha256;
        return ValueTask.CompletedTask;
    }
}
