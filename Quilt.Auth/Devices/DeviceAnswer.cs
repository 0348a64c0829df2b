using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Auth.Devices;

/// <summary>
/// What a machine without a browser is told: how often to ask, and the page to show to its person. The page is named by
/// the public address, whatever host the request named: a person is going to type a password there.
/// </summary>
internal sealed class DeviceAnswer : IOpenIddictServerHandler<ApplyDeviceAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyDeviceAuthorizationResponseContext>()
            .UseSingletonHandler<DeviceAnswer>()
            .SetOrder(int.MinValue + 100_000)
            .Build();

    public ValueTask HandleAsync(ApplyDeviceAuthorizationResponseContext context)
    {
        if (context.Error is null)
        {
            var page = context.Options.Issuer!.AbsoluteUri.TrimEnd('/') + DeviceEndpoints.PagePath;
            context.Response.SetParameter(Parameters.VerificationUri, page);
            context.Response.SetParameter(Parameters.VerificationUriComplete, $"{page}?{Parameters.UserCode}={context.Response.UserCode}");
            context.Response.SetParameter("interval", DevicePolling.Seconds);
        }

        return ValueTask.CompletedTask;
    }
}
