using System.Net;
using Microsoft.AspNetCore.Identity;
using Quilt.Auth.Accounts;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Passwords;

/// <summary>Lets a person who is signed in set a new password, with the old one.</summary>
internal sealed class PasswordChange(PasswordGate passwords, FailedSignIns failures, AccountChanges changes)
{
    private const string Busy = "Too many people are signing in at this moment. Wait a few seconds and try again.";

    /// <summary>What is wrong, or null when the password was changed. All other sessions and tokens of the account have then ended.</summary>
    public async Task<FieldProblem?> ChangeAsync(SignedIn signedIn, string current, string wanted, string repeated, IPAddress? address, CancellationToken cancellationToken)
    {
        if (AccountRules.CheckPassword(wanted) is { } problem)
        {
            return new("password", problem);
        }

        if (wanted != repeated)
        {
            return new("repeated", "The two new passwords are not the same.");
        }

        if (wanted == current)
        {
            return new("password", "The new password is the old one. Choose another.");
        }

        var account = signedIn.Account;
        if (await failures.BlockedForAsync(account.Name, address, cancellationToken) is { } wait)
        {
            return new("current", new PasswordSignInResult(PasswordSignInOutcome.Blocked, RetryAfter: wait).Message, StatusCodes.Status429TooManyRequests);
        }

        var verified = await passwords.VerifyAsync(account, current, cancellationToken);
        if (verified == PasswordVerificationResult.Failed)
        {
            await failures.RecordAsync(account.Name, address, "present password", cancellationToken);
            return new("current", "This is not the present password.");
        }

        var hash = verified is null ? null : await passwords.HashAsync(account, wanted, cancellationToken);
        if (hash is null)
        {
            return new("current", Busy, StatusCodes.Status429TooManyRequests);
        }

        await changes.ChangePasswordAsync(account.Id, hash, signedIn.Session.Id, by: "present password", cancellationToken);
        return null;
    }
}
