using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Bodies;
using Quilt.Auth.Database;
using Quilt.Auth.Letters;
using Quilt.Auth.Links;
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

    private static async Task<IResult> DisableAsync(HttpContext context, AuthDbContext database, AccountChanges changes)
    {
        var (account, refusal) = await FindAsync(context, database, "You cannot disable your own account.");
        return refusal ?? (account! is { IsActive: false, AwaitsActivation: false }
            || await changes.SetActiveAsync(account!.Id, active: false, Caller.Of(context).Name, context.RequestAborted)
                ? Empty.Ok
                : Answers.Error(403, $"'{account.Name}' is the last admin. Make somebody else one first."));
    }

    private static async Task<IResult> EnableAsync(HttpContext context, AuthDbContext database, AccountChanges changes)
    {
        var (account, refusal) = await FindAsync(context, database, notOneself: null);
        if (account is { IsActive: false })
        {
            await changes.SetActiveAsync(account.Id, active: true, Caller.Of(context).Name, context.RequestAborted);
        }

        return refusal ?? Empty.Ok;
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, AuthDbContext database, AccountChanges changes)
    {
        var (account, refusal) = await FindAsync(context, database, "You cannot delete your own account.");
        return refusal ?? (await changes.DeleteAsync(account!.Id, Caller.Of(context).Name, context.RequestAborted)
            ? Empty.Ok
            : Answers.Error(403, $"'{account.Name}' is the last admin. Make somebody else one first."));
    }

    private static async Task<IResult> ResetPasswordAsync(
        HttpContext context, AuthDbContext database, AccountChanges changes, MailedLinks links, AccountLetters letters)
    {
        var (account, refusal) = await FindAsync(context, database, "You cannot reset your own password here. Change it on your account page.");
        if (account is null)
        {
            return refusal!;
        }

        if (account.Email is not { } email)
        {
            return Answers.Error(400, $"'{account.Name}' has no e-mail address to which a link could be sent. The account is opened by an external sign-in.");
        }

        var link = links.Make(LinkPurpose.Password);
        await changes.ResetPasswordAsync(account.Id, link, Caller.Of(context).Name, context.RequestAborted);
        letters.PasswordResetByAdmin(account.Name, email, link);
        return Empty.Ok;
    }

    /// <summary>The account that the body names, or the answer that says why there is none.</summary>
    private static async Task<(Account? Account, IResult? Refusal)> FindAsync(HttpContext context, AuthDbContext database, string? notOneself)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.MemberBody);
        if (body.Value is not { Username: var name })
        {
            return (null, body.Refusal);
        }

        if (notOneself is not null && name == Caller.Of(context).Name)
        {
            return (null, Answers.Error(403, notOneself));
        }

        var account = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.UserName == name, context.RequestAborted);
        return (account, account is null ? Answers.Error(404, $"There is no user '{name}'.") : null);
    }
}

internal sealed record Member(
    string Username, string Email, string FirstName, string LastName, DateTimeOffset DateJoined, DateTimeOffset? LastLogin, bool IsSuperuser, bool IsActive);

internal sealed record MemberList(IReadOnlyList<Member> Results);
