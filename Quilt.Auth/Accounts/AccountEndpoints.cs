using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Bodies;
using Quilt.Auth.Codes;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Passwords;
using Quilt.Auth.PersonalTokens;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.Accounts;

/// <summary>Signing in and one's own account, for programs (registry-protocol §6).</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/login", LoginAsync).WithSummary("A token for a user name and a password.");
        api.MapPost("/register", RegisterAsync).WithSummary("A new account.");
        api.MapGet("/me", Me).RequireLogin(RestrictedTokens.All).WithSummary("Whose token this is.");
        api.MapGet("/code", IssueCodeAsync).RequireLogin().WithSummary("A one-time code for quilt login.");
        api.MapPost("/refresh", RefreshAsync).RequireLogin().WithSummary("A new token; the sent one stops working.");
        api.MapPost("/logout", LogoutAsync).RequireLogin(RestrictedTokens.All).WithSummary("The sent token stops working.");
    }

    private static async Task<IResult> LoginAsync(HttpContext context, PasswordSignIn signIn, TokenIssuer tokens)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.LoginBody);
        if (body.Value is not { } login)
        {
            return body.Refusal!;
        }

        context.Response.Headers.CacheControl = "no-store";
        var result = await signIn.TryAsync(login.Username, login.Password, context.Connection.RemoteIpAddress, context.RequestAborted);
        return result switch
        {
            { Outcome: PasswordSignInOutcome.SignedIn, Account: { } account } => Results.Json(new IssuedToken(await tokens.IssueAsync(account, authorizationId: null, by: "password", context.RequestAborted)), AuthJson.Default.IssuedToken),
            { RetryAfter: { } wait } => Answers.TooMany(context, wait, result.Message),
            _ => Answers.Error(401, result.Message),
        };
    }

    private static async Task<IResult> RegisterAsync(HttpContext context, SelfRegistration registration, SignUpPolicy policy)
    {
        if (!(await policy.ReadAsync(context.RequestAborted)).IsAllowed)
        {
            return Answers.Error(501, "Signing up is switched off here. Ask an admin for an account.");
        }

        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.RegisterBody);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        var account = await registration.RegisterAsync(wanted.Username, wanted.Password, wanted.Email, context.Connection.RemoteIpAddress, context.RequestAborted);
        return account switch
        {
            { Result: NewAccountResult.Created } => Empty.Ok,
            { RetryAfter: { } wait } => Answers.TooMany(context, wait, account.Message!),
            { Result: NewAccountResult.Taken } => Answers.Error(409, account.Message!),
            _ => Answers.Error(400, account.Message!),
        };
    }

    private static IResult Me(HttpContext context)
    {
        var caller = Caller.Of(context);
        return Results.Json(new Me(caller.Name, caller.Email ?? "", caller.IsAdmin, caller.IsActive), AuthJson.Default.Me);
    }

    private static async Task<IResult> IssueCodeAsync(HttpContext context, OneTimeCodes codes, AuthDbContext database)
    {
        var account = await ReadAsync(context, database);
        return Results.Json(new IssuedCode(await codes.IssueAsync(account, context.RequestAborted)), AuthJson.Default.IssuedCode);
    }

    private static async Task<IResult> RefreshAsync(HttpContext context, Revocations.Revocations revocations, TokenIssuer tokens, AuthDbContext database)
    {
        var caller = Caller.Of(context);
        var account = await ReadAsync(context, database);
        if (!await revocations.RevokeTokenAsync(caller.TokenId, new SecurityAct(SecurityEventTypes.TokenRevoked, ("reason", "refreshed")), context.RequestAborted))
        {
            // A racing call was first, and only one may go on with it.
            return Answers.Error(401, "Token invalid.");
        }

        return Results.Json(new IssuedToken(await tokens.IssueAsync(account, caller.AuthorizationId, by: "refresh", context.RequestAborted)), AuthJson.Default.IssuedToken);
    }

    private static async Task<IResult> LogoutAsync(HttpContext context, Revocations.Revocations revocations, PersonalTokenStore personal)
    {
        var caller = Caller.Of(context);
        if (caller.IsPersonal)
        {
            await personal.RevokeAsync(caller.UserId!.Value, caller.TokenId, context.RequestAborted);
        }
        else if (caller.AuthorizationId is { } authorization)
        {
            await revocations.RevokeSessionAsync(authorization, new SecurityAct(SecurityEventTypes.Logout, ("kind", "session")), context.RequestAborted);
        }
        else
        {
            await revocations.RevokeTokenAsync(caller.TokenId, new SecurityAct(SecurityEventTypes.Logout, ("kind", "token")), context.RequestAborted);
        }

        return Empty.Ok;
    }

    private static Task<Account> ReadAsync(HttpContext context, AuthDbContext database)
    {
        var id = Caller.Of(context).UserId;
        return database.Users.AsNoTracking().SingleAsync(user => user.Id == id, context.RequestAborted);
    }
}

internal sealed record IssuedToken(string Token);

internal sealed record IssuedCode(string Code);

internal sealed record Me(string CurrentUser, string Email, bool IsStaff, bool IsActive);
