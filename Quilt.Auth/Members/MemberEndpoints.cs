using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Bodies;
using Quilt.Auth.Database;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.Members;

/// <summary>What admins do with accounts (registry-protocol §7).</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder api, IConfiguration configuration)
    {
        var users = api.MapGroup("/users");
        if (!configuration.GetValue("Quilt:EnableUserEndpoints", false))
        {
            users.AddEndpointFilter((_, _) => ValueTask.FromResult<object?>(Answers.Error(400, "This endpoint is not enabled.")));
        }

        users.RequireAdmin();
        users.MapGet("/list", ListAsync).WithSummary("All accounts.");
        users.MapPost("/disable", (HttpContext context, AuthDbContext database, Revocations.Revocations revocations) =>
            SetActiveAsync(context, database, revocations, active: false)).WithSummary("Disables an account and ends all it has open.");
        users.MapPost("/enable", (HttpContext context, AuthDbContext database, Revocations.Revocations revocations) =>
            SetActiveAsync(context, database, revocations, active: true)).WithSummary("Enables a disabled account.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, AuthDbContext database)
    {
        var members = await database.Users.AsNoTracking()
            .OrderBy(user => user.UserName)
            .Select(user => new Member(user.UserName!, user.Email ?? "", "", "", user.JoinedAt, user.LastSignInAt, user.IsAdmin, user.IsActive))
            .ToListAsync(context.RequestAborted);
        return Results.Json(new MemberList(members), AuthJson.Default.MemberList);
    }

    private static async Task<IResult> SetActiveAsync(HttpContext context, AuthDbContext database, Revocations.Revocations revocations, bool active)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.MemberBody);
        if (body.Value is not { Username: var name })
        {
            return body.Refusal!;
        }

        if (!active && name == Caller.Of(context).Name)
        {
            return Answers.Error(403, "You cannot disable your own account.");
        }

        var account = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.UserName == name, context.RequestAborted);
        if (account is null)
        {
            return Answers.Error(404, $"There is no user '{name}'.");
        }

        if (account.IsActive != active)
        {
            await revocations.SetActiveAsync(account.Id, active, context.RequestAborted);
        }

        return Empty.Ok;
    }
}

internal sealed record Member(
    string Username, string Email, string FirstName, string LastName, DateTimeOffset DateJoined, DateTimeOffset? LastLogin, bool IsSuperuser, bool IsActive);

internal sealed record MemberList(IReadOnlyList<Member> Results);
