using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Passwords;

namespace Quilt.Auth.TwoFactor;

/// <summary>
/// Somebody who has given the right password, or comes from a provider, and owes the second factor. A cookie of its own remembers that for ten minutes;
/// it opens nothing but the page that asks for the code.
/// </summary>
internal sealed class PendingSignIn(AuthDbContext database, NpgsqlDataSource source, SecondFactor secondFactor, FailedSignIns failures, SecurityEvents events, TimeProvider time)
{
    public const string Scheme = "SecondFactor";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string UserClaim = "sub";
    private const string GenerationClaim = "gen";
    private const string ProviderClaim = "provider";

    /// <param name="context">The browser's request.</param>
    /// <param name="account">Who owes the code.</param>
    /// <param name="provider">The external provider that said who it is; null after a password.</param>
    public static Task BeginAsync(HttpContext context, Account account, string? provider = null)
    {
        List<Claim> claims = [new(UserClaim, account.Id.ToString()), new(GenerationClaim, account.Generation.ToString(CultureInfo.InvariantCulture))];
        if (provider is not null)
        {
            claims.Add(new(ProviderClaim, provider));
        }

        return context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>Who owes a code, or null. A new password or a sign-out everywhere ends it.</summary>
    public async Task<Account?> ReadAsync(HttpContext context)
    {
        var principal = (await context.AuthenticateAsync(Scheme)).Principal;
        if (!Guid.TryParse(principal?.FindFirstValue(UserClaim), out var id) || !int.TryParse(principal.FindFirstValue(GenerationClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            return null;
        }

        return await database.Users.AsNoTracking().SingleOrDefaultAsync(
            user => user.Id == id && user.Generation == generation && user.IsActive && user.TwoFactorEnabled, context.RequestAborted);
    }

    /// <summary>What is wrong, or null when the sign-in is complete; then the cookie is gone.</summary>
    public async Task<FieldProblem?> CompleteAsync(HttpContext context, Account account, string code, IPAddress? address, CancellationToken cancellationToken)
    {
        if (await secondFactor.CheckAsync(account, code, address, cancellationToken) is { } problem)
        {
            return problem;
        }

        var provider = (await context.AuthenticateAsync(Scheme)).Principal?.FindFirstValue(ProviderClaim);
        await failures.ForgetAsync(account.Name, cancellationToken);
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("UPDATE users SET last_sign_in_at = $2 WHERE id = $1") { Parameters = { new() { Value = account.Id }, new() { Value = time.GetUtcNow() } } });
        batch.BatchCommands.Add(events.Command(account.Name, provider is null
            ? new SecurityAct(SecurityEventTypes.Login, ("by", "password and second factor"))
            : new SecurityAct(SecurityEventTypes.Login, ("by", "external and second factor"), ("provider", provider))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await context.SignOutAsync(Scheme);
        return null;
    }
}
