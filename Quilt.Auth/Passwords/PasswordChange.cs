using System.Net;
using Quilt.Auth.Accounts;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Passwords;

/// <summary>Lets a person who is signed in set a new password, with the old one.</summary>
internal sealed class PasswordChange(PasswordGate passwords, PasswordProof proof, PasswordRules rules, AccountChanges changes)
{
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

        if (await proof.CheckAsync(signedIn, current, address, cancellationToken) is { } unproven)
        {
            return unproven;
        }

        if (await rules.CheckAsync(wanted, cancellationToken) is { } breached)
        {
            return new("password", breached);
        }

        if (await passwords.HashAsync(signedIn.Account, wanted, cancellationToken) is not { } hash)
        {
            return new(PasswordProof.Field, new PasswordSignInResult(PasswordSignInOutcome.Busy).Message, StatusCodes.Status429TooManyRequests);
        }

        await changes.ChangePasswordAsync(signedIn.Account.Id, hash, signedIn.Session.Id, by: "present password", cancellationToken);
        return null;
    }
}
