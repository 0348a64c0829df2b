using Quilt.Auth.Accounts;
using Quilt.Auth.Keys;
using Quilt.Auth.OpenId;
using Quilt.ServiceDefaults.Database;

namespace Quilt.Auth.Database;

/// <summary>
/// Brings the database to what this service needs, before any other hosted service starts and before Kestrel accepts:
/// the schema, the token keys, the known OAuth clients, and the first admin.
/// </summary>
internal sealed class AuthDatabaseStart(IServiceProvider services, KeyRing keys, KnownClients clients, FirstAdmin firstAdmin) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await services.MigrateDatabaseAsync<AuthDbContext>(cancellationToken);
        await keys.LoadAsync(cancellationToken);
        await clients.StoreAsync(cancellationToken);
        await firstAdmin.CreateAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
