using Microsoft.AspNetCore;
using OpenIddict.Server;
using Quilt.Auth.Limits;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Auth.Devices;

/// <summary>Refuses an address that starts more sign-ins of machines than anybody needs: each leaves two rows for a while.</summary>
internal sealed class DeviceLimits(AttemptCounts counts) : IOpenIddictServerHandler<ValidateDeviceAuthorizationRequestContext>
{
    public const int PerAddress = 60;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateDeviceAuthorizationRequestContext>()
            .UseSingletonHandler<DeviceLimits>()
            .SetOrder(int.MaxValue - 100_000)
            .Build();

    public async ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context)
    {
        var address = context.Transaction.GetHttpRequest()!.HttpContext.Connection.RemoteIpAddress;
        if (await counts.TakeAsync([Attempt.ByAddress("device", address, PerAddress)], context.CancellationToken) is { } wait)
        {
            context.Reject(Errors.TemporarilyUnavailable, $"Too many sign-ins were started from this address. Wait {Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))} minutes.");
        }
    }
}
