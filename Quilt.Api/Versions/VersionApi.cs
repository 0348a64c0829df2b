using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;

namespace Quilt.Api.Versions;

/// <summary>The immutable PEP 440 names of revisions.</summary>
internal static class VersionApi
{
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        var versions = routes.MapGroup("/api/version/{owner}/{package}").WithTags("Versions");
        versions.MapGet("/{version}", Get).WithName("GetVersion").WithSummary("The revision that a version names")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);
        versions.MapPut("/{version}", Put).WithName("CreateVersion").WithSummary("Names a revision by a version, for good")
            .Takes<RevisionName>(RevisionName.Example).AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(400, 401, 403, 404, 409);
        versions.MapGet("/", List).WithName("ListVersions").WithSummary("The versions of a package, in PEP 440 order")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401, 404);
    }

    private static async Task<Results<JsonAnswer<VersionedRevisionAnswer>, ApiError>> Get(
        string owner, string package, string version, Caller caller, PackageStates states, PackageVersions versions, CancellationToken cancellationToken)
    {
        if (!Pep440Version.TryParse(version, out var parsed))
        {
            return Malformed();
        }

        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        return await versions.FindAsync(state.Id, parsed, cancellationToken) is { } revision
            ? new JsonAnswer<VersionedRevisionAnswer>(revision, VersionJson.Default.VersionedRevisionAnswer)
            : ApiError.NotFound($"Version {parsed.Normalized} does not exist");
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Put(
        HttpContext context, string owner, string package, string version, Actor by, PackageVersions versions, CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync(context, RevisionNameJson.Default.RevisionName, cancellationToken);
        if (body is null)
        {
            return error!;
        }

        if (!by.Caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can create versions");
        }

        if (!Pep440Version.TryParse(version, out var parsed))
        {
            return Malformed();
        }

        return await versions.CreateAsync(by, owner, package, parsed, version, body.Hash, cancellationToken) is { } failure ? failure : EmptyAnswer.Json;
    }

    private static async Task<Results<JsonAnswer<VersionList>, ApiError>> List(
        string owner, string package, Caller caller, PackageStates states, PackageVersions versions, CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        return new JsonAnswer<VersionList>(new(await versions.ListAsync(state.Id, cancellationToken)), VersionJson.Default.VersionList);
    }

    private static ApiError Malformed() => ApiError.BadRequest("Malformed version");
}
