using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;

namespace Quilt.Auth.Members;

/// <summary>What other services ask about accounts.</summary>
internal static class KnownUserEndpoints
{
    public static void MapKnownUsers(this IEndpointRouteBuilder internals) =>
        internals.MapGet("/users/{name}", ReadAsync).WithSummary("Whether an account exists, and its standing.");

    private static async Task<IResult> ReadAsync(string name, AuthDbContext database, CancellationToken cancellationToken)
    {
        // What cannot be a name is not looked up: the database refuses some characters.
        var user = AccountRules.CheckName(name) is null
            ? await database.Users.AsNoTracking()
                .Where(user => user.UserName == name)
                .Select(user => new KnownUser(user.UserName!, user.Email ?? "", user.IsActive, user.IsAdmin))
                .SingleOrDefaultAsync(cancellationToken)
            : null;
        return user is null ? Answers.Error(404, $"There is no user '{name}'.") : Results.Json(user, AuthJson.Default.KnownUser);
    }
}

internal sealed record KnownUser(string Name, string Email, bool IsActive, bool IsAdmin);
