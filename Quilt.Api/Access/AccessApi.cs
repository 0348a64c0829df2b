using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;

namespace Quilt.Api.Access;

/// <summary>Who may see a package.</summary>
internal static class AccessApi
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/api/access/{owner}/{package}").WithTags("Access");
        access.MapPut("/{user}", Put).WithName("GrantAccess").WithSummary("Lets a user, public or team see a package")
            .AllowCallers(CallerRequirement.Member).AnswersErrors(400, 401, 403, 404, 409);
        access.MapGet("/{user}", Get).WithName("GetAccess").WithSummary("Whether a user, public or team may see a package")
            .AllowCallers(CallerRequirement.Member).AnswersErrors(400, 401, 403, 404);
        access.MapDelete("/{user}", Delete).WithName("RevokeAccess").WithSummary("Takes access from a user, public or team")
            .AllowCallers(CallerRequirement.Member).AnswersErrors(400, 401, 403, 404);
        access.MapGet("/", List).WithName("ListAccess").WithSummary("Who may see a package")
            .AllowCallers(CallerRequirement.Member).AnswersErrors(401, 404);
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Put(
        string owner, string package, string user, Caller caller, AccessChanges changes, CancellationToken cancellationToken)
    {
        if (!caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can grant access");
        }

        return await changes.GrantAsync(caller, owner, package, user, cancellationToken) is { } error ? error : EmptyAnswer.Json;
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Get(
        string owner, string package, string user, Caller caller, PackageStates states, CancellationToken cancellationToken)
    {
        if (!caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can view access");
        }

        if (Grantee.FindProblem(user) is { } problem)
        {
            return ApiError.BadRequest(problem);
        }

        return await states.FindAsync(owner, package, cancellationToken) is { } state && Grantee.Has(state, user)
            ? EmptyAnswer.Json
            : PackageErrors.PackageNotFound(caller, owner, package);
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Delete(
        string owner, string package, string user, Caller caller, AccessChanges changes, CancellationToken cancellationToken)
    {
        if (!caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can revoke access");
        }

        if (Grantee.FindProblem(user) is { } problem)
        {
            return ApiError.BadRequest(problem);
        }

        if (user == owner)
        {
            return ApiError.Forbidden("Cannot revoke the owner's access");
        }

        return await changes.RevokeAsync(caller, owner, package, user, cancellationToken) is { } error ? error : EmptyAnswer.Json;
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
}
