using System.Net;
using Quilt.Api.Callers.Tokens;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Callers.Accounts;

/// <summary>
/// Asks the sign-in service for accounts. That one exists is remembered for a few seconds; that one does not exist is
/// not, because people are invited right after they signed up.
/// </summary>
internal sealed class AccountDirectory(IHttpClientFactory clients, TimeProvider time) : IAccountDirectory
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    private readonly BoundedCache<AccountName, long> _existing = new(1_024);

    public ValueTask<bool> ExistsAsync(string userName, CancellationToken cancellationToken) =>
        _existing.TryGet(new AccountName(userName), out var until) && time.GetUtcNow().UtcTicks < until
            ? ValueTask.FromResult(true)
            : new ValueTask<bool>(AskAsync(userName, cancellationToken));

    private async Task<bool> AskAsync(string userName, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(AuthClients.Internal);
        using var response = await client.GetFromAuthAsync(
            "internal/users/" + Uri.EscapeDataString(userName), cancellationToken, mayBeMissing: true);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        _existing.Set(new AccountName(userName), (time.GetUtcNow() + Lifetime).UtcTicks);
        return true;
    }

    private readonly record struct AccountName(string Value);
}
