using System.Net;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Limits;
using Quilt.Auth.Passwords;

namespace Quilt.Auth.TwoFactor;

/// <summary>
/// Checks the code of an authenticator app, or a recovery code in its stead. Each is good once: of two racing calls exactly
/// one gets through. A guess counts before it is looked at, so that many at once are no way round the limit.
/// </summary>
internal sealed class SecondFactor(
    NpgsqlDataSource database, AuthenticatorKeys keys, AttemptCounts counts, FailedSignIns failures, SecurityEvents events, AccountLetters letters, TimeProvider time)
{
    /// <summary>Of a million codes three are good at a time.</summary>
    public const int PerAccount = 5;

    /// <summary>What is wrong, or null when the code was good.</summary>
    public async Task<FieldProblem?> CheckAsync(Account account, string code, IPAddress? address, CancellationToken cancellationToken)
    {
        var guesses = Attempt.ByAccount("second factor:", account.Id.ToString(), PerAccount);
        if (await failures.BlockedForAsync(account.Name, address, cancellationToken) is { } blocked)
        {
            return TooMany(blocked);
        }

        if (await counts.ReserveAsync(guesses, cancellationToken) is { } wait)
        {
            return TooMany(wait);
        }

        code = string.Concat(code.Where(character => !char.IsWhiteSpace(character)));
        if (!await (code.Length == Totp.Digits ? RedeemTimedAsync(account, code, cancellationToken) : RedeemRecoveryAsync(account, code, cancellationToken)))
        {
            await failures.RecordAsync(account.Name, address, "second factor", cancellationToken);
            return new("code", "The code is wrong or was used before. Wait for the next one, or use a recovery code.", StatusCodes.Status401Unauthorized);
        }

        await counts.ForgetAsync(guesses, cancellationToken);
        return null;
    }

    private async Task<bool> RedeemTimedAsync(Account account, string code, CancellationToken cancellationToken)
    {
        if (account.AuthenticatorKey is not { } stored || Totp.StepOf(keys.Unprotect(stored), code, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        await using var command = database.CreateCommand("UPDATE users SET authenticator_step = $2 WHERE id = $1 AND two_factor_enabled AND authenticator_step < $2");
        command.Parameters.Add(new() { Value = account.Id });
        command.Parameters.Add(new() { Value = step });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<bool> RedeemRecoveryAsync(Account account, string code, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var redeem = new NpgsqlBatch(connection, transaction) { BatchCommands = { RecoveryCodes.Redeem(account.Id, code) } })
        {
            if (await redeem.ExecuteNonQueryAsync(cancellationToken) != 1)
            {
                return false;
            }
        }

        await using (var record = new NpgsqlBatch(connection, transaction) { BatchCommands = { events.Command(account.Name, new SecurityAct(SecurityEventTypes.RecoveryCodeUsed)) } })
        {
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        letters.SecurityNotice(account.Name, account.Email, "A recovery code was used in place of the authenticator app.");
        return true;
    }

    private static FieldProblem TooMany(TimeSpan wait) =>
        new("code", $"Too many wrong codes. Wait {Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))} minutes and try again.", StatusCodes.Status429TooManyRequests);
}
