using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Invitations;
using Quilt.Api.Packages;

namespace Quilt.Api.Access;

/// <summary>Who may see a package.</summary>
internal static class AccessApi
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/api/access/{owner}/{package}").WithTags("Access");
        access.MapPut("/{user}", Put).WithName("GrantAccess").WithSummary("Lets a user, public or team see a package, or invites an e-mail address")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(400, 401, 403, 404, 409, 429);
        access.MapGet("/{user}", Get).WithName("GetAccess").WithSummary("Whether a user, public or team may see a package, or an e-mail address is invited")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Read, ofOwner: true).AnswersErrors(400, 401, 403, 404);
        access.MapDelete("/{user}", Delete).WithName("RevokeAccess").WithSummary("Takes access from a user, public or team, or withdraws the invitation of an e-mail address")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(400, 401, 403, 404);
        access.MapGet("/", List).WithName("ListAccess").WithSummary("Who may see a package")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Read).AnswersErrors(401, 404);
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Put(
        string owner, string package, string user, Actor by, AccessChanges changes, PackageInvitations invitations, CancellationToken cancellationToken)
    {
        if (FindRefusal(by.Caller, owner, user, "grant") is { } refusal)
        {
            return refusal;
        }

        var error = EmailAddress.IsMeant(user)
            ? await invitations.InviteAsync(by, owner, package, user, cancellationToken)
            : await changes.GrantAsync(by, owner, package, user, cancellationToken);
        return error is null ? EmptyAnswer.Json : error;
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Get(
        string owner, string package, string user, Caller caller, PackageStates states, PackageInvitations invitations, CancellationToken cancellationToken)
    {
        if (FindRefusal(caller, owner, user, "view") is { } refusal)
        {
            return refusal;
        }

        return await states.FindAsync(owner, package, cancellationToken) is { } state
            && (EmailAddress.IsMeant(user) ? await invitations.IsInvitedAsync(state.Id, user, cancellationToken) : Grantee.Has(state, user))
            ? EmptyAnswer.Json
            : PackageErrors.PackageNotFound(caller, owner, package);
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Delete(
        string owner, string package, string user, Actor by, AccessChanges changes, PackageInvitations invitations, CancellationToken cancellationToken)
    {
        if (FindRefusal(by.Caller, owner, user, "revoke") is { } refusal)
        {
            return refusal;
        }

        if (user == owner)
        {
            return ApiError.Forbidden("Cannot revoke the owner's access");
        }

        var error = EmailAddress.IsMeant(user)
            ? await invitations.WithdrawAsync(by, owner, package, user, cancellationToken)
            : await changes.RevokeAsync(by, owner, package, user, cancellationToken);
        return error is null ? EmptyAnswer.Json : error;
    }

    private static async Task<Results<JsonAnswer<AccessList>, ApiError>> List(
        string owner, string package, Caller caller, PackageStates states, CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        return new JsonAnswer<AccessList>(new(Grantee.All(state)), AccessJson.Default.AccessList);
    }

    /// <summary>What the request alone tells: the package need not be looked for.</summary>
    private static ApiError? FindRefusal(Caller caller, string owner, string user, string action) =>
        !caller.Owns(owner) ? ApiError.Forbidden($"Only the package owner can {action} access")
        : Grantee.FindProblem(user) is { } problem ? ApiError.BadRequest(problem)
        : null;
}
