using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;

namespace Quilt.Auth.Passwords;

/// <summary>Checks a name and a password, for the sign-in page and <c>/api/login</c> alike.</summary>
internal sealed class PasswordSignIn(AuthDbContext database, NpgsqlDataSource source, PasswordGate passwords, FailedSignIns failures, SecurityEvents events, LocalAccounts local, TimeProvider time)
{
    /// <summary>Unknown name, wrong password and disabled account cost the same work and answer alike.</summary>
    public async Task<PasswordSignInResult> TryAsync(string name, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!local.AreAllowed)
        {
            return new(PasswordSignInOutcome.SwitchedOff);
        }

        if (await failures.BlockedForAsync(name, address, cancellationToken) is { } wait)
        {
            return new(PasswordSignInOutcome.Blocked, RetryAfter: wait);
        }

        var account = AccountRules.CheckName(name) is null
            ? await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.UserName == name, cancellationToken)
            : null;

        var verified = await passwords.VerifyAsync(account, password, cancellationToken);
        if (verified is null)
        {
            return new(PasswordSignInOutcome.Busy, RetryAfter: TimeSpan.FromSeconds(5));
        }

        if (verified == PasswordVerificationResult.Failed || account is not { IsActive: true })
        {
            var reason = account is null ? "unknown name" : verified == PasswordVerificationResult.Failed ? "wrong password" : "account not active";
            await failures.RecordAsync(name, address, reason, cancellationToken);
            return new(PasswordSignInOutcome.Refused);
        }

        if (account.TwoFactorEnabled)
        {
            // Not signed in yet: neither recorded as that nor forgiven what failed before.
            return new(PasswordSignInOutcome.SecondFactorOwed, account);
        }

        await failures.ForgetAsync(name, cancellationToken);
        account.LastSignInAt = time.GetUtcNow();
        var newHash = verified == PasswordVerificationResult.SuccessRehashNeeded
            ? await passwords.HashAsync(account, password, cancellationToken) ?? account.PasswordHash
            : account.PasswordHash;
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("UPDATE users SET last_sign_in_at = $2, password_hash = $3 WHERE id = $1 AND password_hash = $4")
        {
            Parameters =
            {
                new() { Value = account.Id },
                new() { Value = account.LastSignInAt },
                new() { Value = newHash! },
                new() { Value = account.PasswordHash! },
            },
        });
        batch.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.Login, ("by", "password"))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return new(PasswordSignInOutcome.SignedIn, account);
    }
}
