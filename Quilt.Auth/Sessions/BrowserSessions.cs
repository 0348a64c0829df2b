using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;

namespace Quilt.Auth.Sessions;

/// <summary>Signs browsers in and out. The cookie holds only the session's number; the row decides.</summary>
internal sealed class BrowserSessions(AuthDbContext database, NpgsqlDataSource source, Revocations.Revocations revocations, SecurityEvents events, TimeProvider time)
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string SessionClaim = "sid";
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>How exactly it is kept when a browser was last seen.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(1);

    private static readonly SecurityAct SignedOut = new(SecurityEventTypes.Logout, ("kind", "browser"));

    public async Task SignInAsync(HttpContext context, Account account)
    {
        var earlier = await ReadAsync(context);
        var now = time.GetUtcNow();
        var origin = Origin.Of(context);
        var session = new BrowserSession
        {
            Id = Guid.CreateVersion7(),
            UserId = account.Id,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
            ProvedAt = now,
            LastSeenAt = now,
            Address = origin.Address,
            Agent = origin.Agent,
        };
        database.Add(session);
        await database.SaveChangesAsync(context.RequestAborted);

        if (earlier is not null)
        {
            // The same person signing in again goes on with what is open; another person ends it.
            if (earlier.Account.Id == account.Id)
            {
                await database.Database.ExecuteSqlAsync(
                    $"UPDATE browser_session_authorizations SET session_id = {session.Id} WHERE session_id = {earlier.Session.Id}",
                    context.RequestAborted);
                await database.Set<BrowserSession>().Where(row => row.Id == earlier.Session.Id).ExecuteDeleteAsync(context.RequestAborted);
            }
            else
            {
                await EndAsync(earlier.Session.Id, earlier.Account.Name, SignedOut, context.RequestAborted);
            }
        }

        var identity = new ClaimsIdentity([new Claim(SessionClaim, session.Id.ToString())], Scheme);
        await context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, IssuedUtc = now, ExpiresUtc = session.ExpiresAt });
    }

    /// <summary>Who is signed in, or null.</summary>
    public async Task<SignedIn?> ReadAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(Scheme);
        if (!Guid.TryParse(cookie.Principal?.FindFirstValue(SessionClaim), out var id))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var signedIn = await database.Set<BrowserSession>().AsNoTracking()
            .Where(session => session.Id == id && session.ExpiresAt > now)
            .Join(database.Users.AsNoTracking().Where(user => user.IsActive), session => session.UserId, user => user.Id, (session, user) => new SignedIn(session, user))
            .SingleOrDefaultAsync(context.RequestAborted);
        if (signedIn is not null && now - signedIn.Session.LastSeenAt >= Seen)
        {
            var origin = Origin.Of(context);
            await database.Set<BrowserSession>().Where(session => session.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LastSeenAt, now).SetProperty(row => row.Address, origin.Address).SetProperty(row => row.Agent, origin.Agent),
                context.RequestAborted);
        }

        return signedIn;
    }

    /// <summary>Makes an authorization end with the browser session it was given through.</summary>
    public async Task LinkAsync(Guid session, Guid authorization, CancellationToken cancellationToken)
    {
        database.Add(new BrowserSessionAuthorization { SessionId = session, AuthorizationId = authorization });
        await database.SaveChangesAsync(cancellationToken);
    }

    public async Task SignOutAsync(HttpContext context, SignedIn signedIn)
    {
        await context.SignOutAsync(Scheme);
        await EndAsync(signedIn.Session.Id, signedIn.Account.Name, SignedOut, context.RequestAborted);
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await database.Set<BrowserSession>().Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Signs another browser out. False when the account has no such session, or no longer.</summary>
    public async Task<bool> RevokeAsync(Account account, Guid session, CancellationToken cancellationToken)
    {
        if (!await database.Set<BrowserSession>().AnyAsync(row => row.Id == session && row.UserId == account.Id, cancellationToken))
        {
            return false;
        }

        await EndAsync(session, account.Name, new SecurityAct(SecurityEventTypes.SessionRevoked, ("kind", "browser")), cancellationToken);
        return true;
    }

    private async Task EndAsync(Guid session, string user, SecurityAct act, CancellationToken cancellationToken)
    {
        var authorizations = await database.Set<BrowserSessionAuthorization>()
            .Where(link => link.SessionId == session).Select(link => link.AuthorizationId).ToListAsync(cancellationToken);
        foreach (var authorization in authorizations)
        {
            await revocations.RevokeSessionAsync(authorization, new SecurityAct(SecurityEventTypes.TokenRevoked, ("reason", "signed out in the browser")), cancellationToken);
        }

        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("DELETE FROM browser_sessions WHERE id = $1") { Parameters = { new() { Value = session } } });
        batch.BatchCommands.Add(events.Command(user, act));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
