using OpenIddict.Client;
using static OpenIddict.Client.OpenIddictClientEvents;
using static OpenIddict.Client.OpenIddictClientHandlers;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>
/// github.com names itself in its answers (<c>iss</c>); a GitHub Enterprise does so or not, by its age. One that does must
/// name itself rightly. One that does not is still told apart by its own callback address.
/// </summary>
internal sealed class GitHubIssuer(ExternalProviders providers) : IOpenIddictClientHandler<ProcessAuthenticationContext>
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } =
        OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<GitHubIssuer>()
            .SetOrder(ValidateIssuerParameter.Descriptor.Order - 500)
            .Build();

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (providers.GitHub is { IsPublic: false } && context.Registration?.ProviderName == ExternalProvider.GitHub && context.Request?["iss"] is null)
        {
            context.DisableIssuerParameterValidation = true;
        }

        return ValueTask.CompletedTask;
    }
}
