using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Quilt.Auth.OpenId;

/// <summary>Errors say what is wrong, and not which library found it: without the address of its documentation.</summary>
internal sealed class PlainErrors : IOpenIddictServerHandler<ProcessErrorContext>, IOpenIddictServerHandler<ProcessChallengeContext>
{
    public static OpenIddictServerHandlerDescriptor ErrorDescriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessErrorContext>()
            .UseSingletonHandler<PlainErrors>()
            .SetOrder(AttachErrorParameters.Descriptor.Order + 500)
            .Build();

    public static OpenIddictServerHandlerDescriptor ChallengeDescriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessChallengeContext>()
            .UseSingletonHandler<PlainErrors>()
            .SetOrder(AttachCustomChallengeParameters.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        context.Response.ErrorUri = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ProcessChallengeContext context)
    {
        context.Response.ErrorUri = null;
        return ValueTask.CompletedTask;
    }
}
