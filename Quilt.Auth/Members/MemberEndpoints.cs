using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
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
        users.MapPost("/create", CreateAsync).WithSummary("Makes an account and mails a link to set its password.");
        users.MapPost("/disable", DisableAsync).WithSummary("Disables an account and ends all it has open.");
        users.MapPost("/enable", EnableAsync).WithSummary("Enables a disabled account.");
        users.MapPost("/delete", DeleteAsync).WithSummary("Deletes an account; its name stays taken.");
        users.MapPost("/reset_password", ResetPasswordAsync).WithSummary("Ends an account's password and mails a link to set another.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, AuthDbContext database)
    {
        var members = await database.Users.AsNoTracking()
            .OrderBy(user => user.UserName)
            .Select(user => new Member(user.UserName!, user.Email ?? "", "", "", user.JoinedAt, user.LastSignInAt, user.IsAdmin, user.IsActive))
            .ToListAsync(context.RequestAborted);
        return Results.Json(new MemberList(members), AuthJson.Default.MemberList);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, MemberCreation members)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.NewMemberBody);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        var created = await members.CreateAsync(wanted.Username, wanted.Email, Caller.Of(context).Name, context.RequestAborted);
        return created.Result switch
        {
            NewAccountResult.Created => Empty.Ok,
            NewAccountResult.Taken => Answers.Error(409, created.Message!),
            _ => Answers.Error(400, created.Message!),
        };
    }

    private static Task<IResult> DisableAsync(HttpContext context, MemberSearch members, MemberActs acts) => ActAsync(context, members, acts.DisableAsync);

    private static Task<IResult> EnableAsync(HttpContext context, MemberSearch members, MemberActs acts) => ActAsync(context, members, acts.EnableAsync);

    private static Task<IResult> DeleteAsync(HttpContext context, MemberSearch members, MemberActs acts) => ActAsync(context, members, acts.DeleteAsync);

    private static Task<IResult> ResetPasswordAsync(HttpContext context, MemberSearch members, MemberActs acts) => ActAsync(context, members, acts.ResetPasswordAsync);

    /// <summary>Does something with the account that the body names.</summary>
    private static async Task<IResult> ActAsync(HttpContext context, MemberSearch members, Func<Account, string, CancellationToken, Task<MemberRefusal?>> act)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.MemberBody);
        if (body.Value is not { Username: var name })
        {
            return body.Refusal!;
        }

        return await members.ReadAsync(name, context.RequestAborted) is not { } member ? Answers.Error(404, $"There is no user '{name}'.")
            : await act(member, Caller.Of(context).Name, context.RequestAborted) is { } refusal ? Answers.Error(refusal.Status, refusal.Message)
            : Empty.Ok;
    }
}

internal sealed record Member(
    string Username, string Email, string FirstName, string LastName, DateTimeOffset DateJoined, DateTimeOffset? LastLogin, bool IsSuperuser, bool IsActive);

internal sealed record MemberList(IReadOnlyList<Member> Results);
