using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Passwords;

namespace Quilt.Auth.Passkeys;

/// <summary>Signs in with a passkey, which names the account by itself. It stands for password and second factor.</summary>
internal sealed class PasskeySignIn(
    AuthDbContext database, LocalAccounts local, IPasskeyHandler<Account> handler, PasskeyChallenges challenges, FailedSignIns failures, SecurityEvents events, TimeProvider time)
{
    private const string Purpose = "sign in";

    public async Task<PasskeyQuestion> AskAsync(HttpContext context)
    {
        var options = await handler.MakeRequestOptionsAsync(null, context);
        return new(options.RequestOptionsJson, challenges.Seal(Purpose, options.AssertionState ?? ""));
    }

    /// <summary>The account, or null. The person is told no more than that: unknown, removed and disabled are alike.</summary>
    public async Task<PasswordSignInResult> TryAsync(string seal, string credential, HttpContext context)
    {
        var (address, aborted) = (context.Connection.RemoteIpAddress, context.RequestAborted);
        if (await failures.BlockedForAsync("", address, aborted) is { } wait)
        {
            return new(PasswordSignInOutcome.Blocked, RetryAfter: wait);
        }

        // Where people come through providers alone, nothing that this service keeps lets anybody in.
        if (!local.AreAllowed || await challenges.OpenAsync(Purpose, seal, aborted) is not { } state
            || await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state })
                is not { Succeeded: true, User: { IsActive: true } user, Passkey: { } passkey })
        {
            await failures.RecordAsync("", address, "passkey", aborted);
            return new(PasswordSignInOutcome.Refused);
        }

        // A counter that falls back is a copied key; the handler has refused that.
        var stored = await database.Set<IdentityUserPasskey<Guid>>().SingleAsync(row => row.CredentialId == passkey.CredentialId, aborted);
        (stored.Data.SignCount, stored.Data.IsBackedUp, stored.Data.IsUserVerified) = (passkey.SignCount, passkey.IsBackedUp, passkey.IsUserVerified);
        database.Add(events.Entity(user.Name, new SecurityAct(SecurityEventTypes.Login, ("by", "passkey"))));
        await database.SaveChangesAsync(aborted);
        await database.Users.Where(row => row.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSignInAt, time.GetUtcNow()), aborted);
        return new(PasswordSignInOutcome.SignedIn, user);
    }
}
