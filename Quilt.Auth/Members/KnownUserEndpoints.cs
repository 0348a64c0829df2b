using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;

namespace Quilt.Auth.Members;

/// <summary>What other services ask about accounts.</summary>
internal static class KnownUserEndpoints
{
    public static void MapKnownUsers(this IEndpointRouteBuilder internals)
    {
        internals.MapGet("/users", ListAsync).WithSummary("All accounts.");
        internals.MapGet("/users/{name}", ReadAsync).WithSummary("Whether an account exists, and its standing.");

        // The rest of the path, since an address may hold a slash.
        internals.MapGet("/users/by-email/{**email}", FindAsync).WithSummary("The account that has an e-mail address.");
    }

    private static async Task<IResult> ListAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        var users = await database.Users.AsNoTracking()
            .OrderBy(user => user.UserName)
            .Select(user => new ListedUser(user.UserName!, user.Email ?? "", user.IsActive, user.IsAdmin, user.JoinedAt, user.LastSignInAt))
            .ToListAsync(cancellationToken);
        return Results.Json(new KnownUserList(users), AuthJson.Default.KnownUserList);
    }

    private static async Task<IResult> ReadAsync(string name, AuthDbContext database, CancellationToken cancellationToken)
    {
        // What cannot be a name is not looked up: the database refuses some characters.
        var user = AccountRules.CheckName(name) is null
            ? await Known(database.Users.Where(user => user.UserName == name)).SingleOrDefaultAsync(cancellationToken)
            : null;
        return user is null ? Answers.Error(404, $"There is no user '{name}'.") : Results.Json(user, AuthJson.Default.KnownUser);
    }

    private static async Task<IResult> FindAsync(string email, AuthDbContext database, ILookupNormalizer normalizer, CancellationToken cancellationToken)
    {
        // Routing decodes everything but the slash.
        var address = email.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var normalized = AccountRules.CheckEmail(address) is null ? normalizer.NormalizeEmail(address) : null;
        var user = normalized is not null
            ? await Known(database.Users.Where(user => user.NormalizedEmail == normalized)).SingleOrDefaultAsync(cancellationToken)
            : null;
        return user is null ? Answers.Error(404, "No user has this e-mail address.") : Results.Json(user, AuthJson.Default.KnownUser);
    }

    private static IQueryable<KnownUser> Known(IQueryable<Account> users) =>
        users.AsNoTracking().Select(user => new KnownUser(user.UserName!, user.Email ?? "", user.IsActive, user.IsAdmin));
}

internal sealed record KnownUser(string Name, string Email, bool IsActive, bool IsAdmin);

internal sealed record ListedUser(string Name, string Email, bool IsActive, bool IsAdmin, DateTimeOffset JoinedAt, DateTimeOffset? LastSignInAt);

internal sealed record KnownUserList(IReadOnlyList<ListedUser> Users);
