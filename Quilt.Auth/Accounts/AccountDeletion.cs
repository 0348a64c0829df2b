using System.Net;
using Quilt.Auth.Events;
using Quilt.Auth.Passwords;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Accounts;

/// <summary>Lets people delete their own accounts. Packages stay under the name, and the name stays taken.</summary>
internal sealed class AccountDeletion(PasswordProof proof, AccountChanges changes)
{
    /// <summary>What is wrong, or null when the account is gone and all that it had open.</summary>
    public async Task<FieldProblem?> DeleteAsync(SignedIn signedIn, string typedName, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var account = signedIn.Account;
        if (typedName != account.Name)
        {
            return new("name", $"Type {account.Name} to confirm.");
        }

        if (await proof.CheckAsync(signedIn, password, address, cancellationToken) is { } unproven)
        {
            return unproven;
        }

        return await changes.DeleteAsync(account.Id, new SecurityAct(SecurityEventTypes.AccountDeleted), cancellationToken)
            ? null
            : new("", "You are the last admin. Make somebody else one first.", StatusCodes.Status403Forbidden);
    }
}
