using Microsoft.AspNetCore;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Client.OpenIddictClientEvents;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>What goes wrong on the way to a provider and back ends on a page that says what to do.</summary>
internal sealed partial class ProviderFailures(ExternalProviders providers, ILogger<ProviderFailures> logger) : IOpenIddictClientHandler<ProcessErrorContext>
{
    // OpenIddict tells by number what it found: no cookie of this browser, a broken or another one, another callback, a state
    // that was used in this moment.
    private static readonly string[] StateFindings = ["ID2129", "ID2163", "ID2164", "ID2138", "ID2139"];

    // No answer to a call, none to the question for the configuration, and the provider's own word that it cannot now.
    private static readonly string[] SilenceFindings = ["ID2136", "ID2170", "ID2152", "ID2153"];

    /// <summary>After the response has got its code, and before anybody writes it.</summary>
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } =
        OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessErrorContext>()
            .UseSingletonHandler<ProviderFailures>()
            .SetOrder(OpenIddictClientAspNetCoreHandlers.AttachHttpResponseCode<ProcessErrorContext>.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        if (context.Transaction.GetHttpRequest() is not { } request)
        {
            return ValueTask.CompletedTask;
        }

        var provider = ProviderOf(request);
        var authentication = context.Transaction.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!);
        var refusal = context.Error switch
        {
            _ when request.Path == provider?.CallbackPath && !IsStateGood(authentication, context.ErrorUri) => Refusal.Stale,
            Errors.AccessDenied => Refusal.Cancelled,
            Errors.ServerError or Errors.TemporarilyUnavailable when Is(SilenceFindings, context.ErrorUri) => Refusal.Unreachable,
            _ => Refusal.ProviderError,
        };
        if (refusal is Refusal.ProviderError or Refusal.Unreachable)
        {
            Failed(provider?.Name, context.Error, context.ErrorDescription);
        }

        var errand = Errand.Of(authentication?.Properties ?? []);
        request.HttpContext.Response.Redirect(refusal.Address(provider, errand.ReturnUrl));
        context.HandleRequest();
        return ValueTask.CompletedTask;
    }

    private static bool IsStateGood(ProcessAuthenticationContext? authentication, string? found) =>
        authentication?.StateTokenPrincipal is not null
        && !Is(StateFindings, found);

    private static bool Is(string[] findings, string? found) => findings.Any(number => found?.EndsWith(number, StringComparison.Ordinal) == true);

    private ExternalProvider? ProviderOf(HttpRequest request) =>
        providers.All.FirstOrDefault(provider => request.Path.StartsWithSegments(provider.Path, StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(1, LogLevel.Warning, "Signing in with {Provider} failed: {Error}. {Description}")]
    private partial void Failed(string? provider, string? error, string? description);
}
