using System.Globalization;
using System.Net;
using System.Text.Json.Serialization.Metadata;
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
            : new ValueTask<bool>(AskWhetherExistsAsync(userName, cancellationToken));

    public Task<KnownAccount?> FindAsync(string userName, CancellationToken cancellationToken) =>
        AskAsync("internal/users/" + Uri.EscapeDataString(userName), UpstreamJson.Default.KnownAccount, mayBeMissing: true, cancellationToken);

    public async Task<IReadOnlyList<KnownAccount>> ListAsync(CancellationToken cancellationToken) =>
        (await AskAsync("internal/users", UpstreamJson.Default.AccountPage, mayBeMissing: false, cancellationToken))!.Users;

    public async Task<IReadOnlyList<AccountEvent>> EventsAsync(string userName, int limit, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"internal/events?user={Uri.EscapeDataString(userName)}&limit={limit}");
        return (await AskAsync(path, UpstreamJson.Default.AccountEventPage, mayBeMissing: false, cancellationToken))!.Events;
    }

    public async Task<SignUpState> SignUpAsync(CancellationToken cancellationToken) =>
        (await AskAsync("internal/sign-up", UpstreamJson.Default.SignUpState, mayBeMissing: false, cancellationToken))!;

    private async Task<bool> AskWhetherExistsAsync(string userName, CancellationToken cancellationToken)
    {
        if (await FindAsync(userName, cancellationToken) is null)
        {
            return false;
        }

        _existing.Set(new AccountName(userName), (time.GetUtcNow() + Lifetime).UtcTicks);
        return true;
    }

    /// <summary>The answer to a question; null where there is no such thing, which only <paramref name="mayBeMissing"/> allows.</summary>
    private async Task<T?> AskAsync<T>(string path, JsonTypeInfo<T> type, bool mayBeMissing, CancellationToken cancellationToken)
        where T : class
    {
        using var client = clients.CreateClient(AuthClients.Internal);
        using var response = await client.GetFromAuthAsync(path, cancellationToken, mayBeMissing);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await response.ReadJsonAsync(type, cancellationToken);
    }

    private readonly record struct AccountName(string Value);
}
