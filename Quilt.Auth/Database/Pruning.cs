using Npgsql;
using OpenIddict.Abstractions;
using Quilt.Auth.Codes;
using Quilt.Auth.Events;
using Quilt.Auth.ExternalSignIn;
using Quilt.Auth.Limits;
using Quilt.Auth.Links;
using Quilt.Auth.PersonalTokens;
using Quilt.Auth.Sessions;
using Quilt.Auth.Tokens;
using Quilt.Auth.TrustedPublishing;

namespace Quilt.Auth.Database;

/// <summary>Deletes, every hour and at one replica at a time, what has expired and can no longer matter.</summary>
internal sealed class Pruning(IServiceScopeFactory scopes, NpgsqlDataSource database, TimeProvider time, ILogger<Pruning> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "Expired entries could not be deleted; the next try is in an hour");
            }
        }
    }

    internal async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", connection, transaction);
        command.Parameters.Add(new() { Value = AdvisoryLocks.Pruning });
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<OneTimeCodes>().PruneAsync(cancellationToken);
        await services.GetRequiredService<AttemptCounts>().PruneAsync(cancellationToken);
        await services.GetRequiredService<MailedLinks>().PruneAsync(cancellationToken);
        await services.GetRequiredService<SecurityEvents>().PruneAsync(cancellationToken);
        await services.GetRequiredService<BrowserSessions>().PruneAsync(cancellationToken);
        await services.GetRequiredService<PersonalTokenStore>().PruneAsync(cancellationToken);
        await services.GetRequiredService<UsedProofs>().PruneAsync(cancellationToken);
        await services.GetRequiredService<ExternalStates>().PruneAsync(cancellationToken);
        await services.GetRequiredService<Revocations.Revocations>().PruneAsync(cancellationToken);

        // A used refresh token is remembered as long as it could be offered again, so that reuse is noticed.
        var threshold = time.GetUtcNow() - TokenLifetimes.Refresh - TimeSpan.FromDays(1);
        await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(threshold, cancellationToken);
        await services.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(threshold, cancellationToken);
    }
}
