using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;

namespace Quilt.Auth.Passwords;

/// <summary>Checks a name and a password, for the sign-in page and <c>/api/login</c> alike.</summary>
internal sealed class PasswordSignIn(AuthDbContext database, PasswordGate passwords, FailedSignIns failures, TimeProvider time)
{
    /// <summary>Unknown name, wrong password and disabled account cost the same work and answer alike.</summary>
    public async Task<PasswordSignInResult> TryAsync(string name, string password, IPAddress? address, CancellationToken cancellationToken)
    {
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
            await failures.CountAsync(name, address, cancellationToken);
            return new(PasswordSignInOutcome.Refused);
        }

        await failures.ForgetAsync(name, cancellationToken);
        account.LastSignInAt = time.GetUtcNow();
        var newHash = verified == PasswordVerificationResult.SuccessRehashNeeded
            ? await passwords.HashAsync(account, password, cancellationToken) ?? account.PasswordHash
            : account.PasswordHash;
        await database.Users.Where(user => user.Id == account.Id && user.PasswordHash == account.PasswordHash).ExecuteUpdateAsync(
            set => set.SetProperty(user => user.LastSignInAt, account.LastSignInAt).SetProperty(user => user.PasswordHash, newHash),
            cancellationToken);
        return new(PasswordSignInOutcome.SignedIn, account);
    }
}
