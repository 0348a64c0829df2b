using Microsoft.AspNetCore.Authentication;
using Quilt.Client;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// Opens the profile of whoever has just signed in: that turns the invitations of their address into access, so that the
/// package that a mail spoke of is there on the first page they see.
/// </summary>
internal sealed class InvitationPickUp(QuiltRegistryClient registry, ILogger<InvitationPickUp> logger)
{
    /// <summary>Nobody waits longer for it: the profile page takes invitations up as well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task RunAsync(TicketReceivedContext context)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted);
            patience.CancelAfter(Patience);
            await registry.WithBearer(context.Properties?.GetTokenValue("access_token")).GetProfileAsync(patience.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or RegistryException or OperationCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            logger.LogWarning("Invitations were not taken up at sign-in: {Reason}", failure.Message);
        }
    }
}
