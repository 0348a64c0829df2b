using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Protection;

namespace Quilt.Auth.Devices;

/// <summary>
/// Tells a machine that asks too often, while nobody has decided yet, to slow down (RFC 8628 §3.5): five seconds more
/// with each time. Counted in the database, so that it holds whichever replica is asked.
/// </summary>
internal sealed class DevicePolling(IOpenIddictTokenManager tokens, NpgsqlDataSource database, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public const int Seconds = 5;

    /// <summary>A machine that keeps to its seconds is not blamed for a network that was quicker the second time.</summary>
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(1);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<DevicePolling>()
            .SetOrder(ValidateTokenEntry.Descriptor.Order - 500)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal?.HasTokenType(TokenTypeIdentifiers.Private.DeviceCode) is not true
            || !Guid.TryParse(context.TokenId, out var id)
            || await tokens.FindByIdAsync(context.TokenId, context.CancellationToken) is not { } token
            || !await tokens.HasStatusAsync(token, Statuses.Inactive, context.CancellationToken))
        {
            return;
        }

        if (await IsTooEarlyAsync(id, context.CancellationToken))
        {
            context.Reject(Errors.SlowDown, $"Nobody has decided yet. Wait {Seconds} seconds longer than until now before you ask again.");
        }
    }

    /// <summary>One row by primary key.</summary>
    private async Task<bool> IsTooEarlyAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO device_polls AS p (token_id, polled_at, seconds, is_too_early) VALUES ($1, $2, $3, false)
            ON CONFLICT (token_id) DO UPDATE SET
                polled_at = EXCLUDED.polled_at,
                is_too_early = EXCLUDED.polled_at < p.polled_at + make_interval(secs => p.seconds) - $4,
                seconds = CASE WHEN EXCLUDED.polled_at < p.polled_at + make_interval(secs => p.seconds) - $4 THEN p.seconds + $3 ELSE p.seconds END
            RETURNING is_too_early
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = Seconds });
        command.Parameters.Add(new() { Value = Jitter });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
