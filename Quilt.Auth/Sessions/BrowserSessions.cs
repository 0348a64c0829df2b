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

    public async Task SignInAsync(HttpContext context, Account account)
    {
        var earlier = await ReadAsync(context);
        var now = time.GetUtcNow();
        var session = new BrowserSession { Id = Guid.CreateVersion7(), UserId = account.Id, CreatedAt = now, ExpiresAt = now + Lifetime };
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
                await EndAsync(earlier, context.RequestAborted);
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
        return await database.Set<BrowserSession>().AsNoTracking()
            .Where(session => session.Id == id && session.ExpiresAt > now)
            .Join(database.Users.AsNoTracking().Where(user => user.IsActive), session => session.UserId, user => user.Id, (session, user) => new SignedIn(session, user))
            .SingleOrDefaultAsync(context.RequestAborted);
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
        await EndAsync(signedIn, context.RequestAborted);
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await database.Set<BrowserSession>().Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task EndAsync(SignedIn signedIn, CancellationToken cancellationToken)
    {
        var session = signedIn.Session.Id;
        var authorizations = await database.Set<BrowserSessionAuthorization>()
            .Where(link => link.SessionId == session).Select(link => link.AuthorizationId).ToListAsync(cancellationToken);
        foreach (var authorization in authorizations)
        {
            await revocations.RevokeSessionAsync(authorization, new SecurityAct(SecurityEventTypes.TokenRevoked, ("reason", "signed out in the browser")), cancellationToken);
        }

        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("DELETE FROM browser_sessions WHERE id = $1") { Parameters = { new() { Value = session } } });
        batch.BatchCommands.Add(events.Command(signedIn.Account.Name, new SecurityAct(SecurityEventTypes.Logout, ("kind", "browser"))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
