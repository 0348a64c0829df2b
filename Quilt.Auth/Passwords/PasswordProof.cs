using System.Net;
using Microsoft.AspNetCore.Identity;
using Quilt.Auth.Accounts;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Asks somebody who is signed in for the password again, before what a stranger at an open screen must not do. Who has no
/// password proves it by having signed in just now.
/// </summary>
internal sealed class PasswordProof(PasswordGate passwords, LocalAccounts local, FailedSignIns failures, TimeProvider time)
{
    public const string Field = "current";
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Whether the account can be opened with a password, and so is asked for it.</summary>
    public bool TakesPassword(Account account) => local.AreAllowed && account.PasswordHash is not null;

    /// <summary>What is wrong, or null.</summary>
    public async Task<FieldProblem?> CheckAsync(SignedIn signedIn, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var account = signedIn.Account;
        if (!TakesPassword(account))
        {
            return time.GetUtcNow() - signedIn.Session.CreatedAt <= Fresh ? null
                : new(Field, $"Sign out and in again first, and do this within {(int)Fresh.TotalMinutes} minutes.");
        }

        if (await failures.BlockedForAsync(account.Name, address, cancellationToken) is { } wait)
        {
            return new(Field, new PasswordSignInResult(PasswordSignInOutcome.Blocked, RetryAfter: wait).Message, StatusCodes.Status429TooManyRequests);
        }

        switch (await passwords.VerifyAsync(account, password, cancellationToken))
        {
            case null:
                return new(Field, new PasswordSignInResult(PasswordSignInOutcome.Busy).Message, StatusCodes.Status429TooManyRequests);
            case PasswordVerificationResult.Failed:
                await failures.RecordAsync(account.Name, address, "present password", cancellationToken);
                return new(Field, "This is not the present password.");
            default:
                return null;
        }
    }
}
