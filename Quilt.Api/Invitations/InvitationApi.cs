using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Http;
using Quilt.Api.Packages;

namespace Quilt.Api.Invitations;

/// <summary>Lists of invitations. They are made and withdrawn as access of an e-mail address, and taken up by its profile.</summary>
internal static class InvitationApi
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/api/invite").WithTags("Access");
        invitations.MapGet("/", ListOwn).WithName("ListOwnInvitations").WithSummary("The invitations of the caller's e-mail address that are not taken up yet")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Read).AnswersErrors(401);
        invitations.MapGet("/{owner}/{package}/", ListOfPackage).WithName("ListInvitations").WithSummary("The invitations to a package that are not taken up yet")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Read, ofOwner: true).AnswersErrors(401, 403, 404);
    }

    private static async Task<JsonAnswer<InvitationList>> ListOwn(Caller caller, PackageInvitations invitations, CancellationToken cancellationToken) =>
        new(new([.. (await invitations.OfAddressAsync(caller.Email, cancellationToken)).Where(invitation => caller.Reaches(invitation.Owner, invitation.Package))]), InvitationJson.Default.InvitationList);

    private static async Task<Results<JsonAnswer<InvitationList>, ApiError>> ListOfPackage(
        string owner, string package, Caller caller, PackageStates states, PackageInvitations invitations, CancellationToken cancellationToken)
    {
        if (!caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can view invitations");
        }

        return await states.FindAsync(owner, package, cancellationToken) is { } state
            ? new JsonAnswer<InvitationList>(new(await invitations.OfPackageAsync(state.Id, cancellationToken)), InvitationJson.Default.InvitationList)
            : PackageErrors.PackageNotFound(caller, owner, package);
    }
}
