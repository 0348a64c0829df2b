using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;

namespace Quilt.Api.Tags;

/// <summary>The movable names of revisions.</summary>
internal static class TagApi
{
    public static void MapTags(this IEndpointRouteBuilder routes)
    {
        var tags = routes.MapGroup("/api/tag/{owner}/{package}").WithTags("Tags");
        tags.MapGet("/{tag}", Get).WithName("GetTag").WithSummary("The revision that a tag points to")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);
        tags.MapPut("/{tag}", Put).WithName("SetTag").WithSummary("Points a tag to a revision")
            .Takes<RevisionName>(RevisionName.Example).AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(400, 401, 403, 404);
        tags.MapDelete("/{tag}", Delete).WithName("DeleteTag").WithSummary("Removes a tag")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(400, 401, 403, 404);
        tags.MapGet("/", List).WithName("ListTags").WithSummary("The tags of a package, by name")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401, 404);
    }

    /// <summary>The most frequent call of all: answered from memory.</summary>
    private static async ValueTask<Results<JsonAnswer<TaggedRevisionAnswer>, ApiError>> Get(
        HttpContext context, string owner, string package, string tag, PackageStates states)
    {
        var caller = context.GetCaller();
        if (await states.FindVisibleAsync(caller, owner, package, context.RequestAborted) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        return state.Tags.TryGetValue(tag, out var revision)
            ? new JsonAnswer<TaggedRevisionAnswer>(TaggedRevisionAnswer.Of(revision, state), TagJson.Default.TaggedRevisionAnswer)
            : ApiError.NotFound($"Tag '{tag}' does not exist");
    }

    private static async Task<Results<JsonAnswer<TagList>, ApiError>> List(
        string owner, string package, Caller caller, PackageStates states, CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        var tags = state.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new TagListItem(tag.Key, tag.Value.Hash));
        return new JsonAnswer<TagList>(new([.. tags]), TagJson.Default.TagList);
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Put(
        HttpContext context, string owner, string package, string tag, Actor by, TagChanges changes, CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync(context, RevisionNameJson.Default.RevisionName, cancellationToken);
        if (body is null)
        {
            return error!;
        }

        if (!by.Caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can modify tags");
        }

        if (TagName.FindProblem(tag) is { } problem)
        {
            return ApiError.BadRequest(problem);
        }

        return await changes.SetAsync(by, owner, package, tag, body.Hash, cancellationToken) is { } failure ? failure : EmptyAnswer.Json;
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Delete(
        string owner, string package, string tag, Actor by, TagChanges changes, CancellationToken cancellationToken)
    {
        if (!by.Caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can delete tags");
        }

        return await changes.DeleteAsync(by, owner, package, tag, cancellationToken) is { } failure ? failure : EmptyAnswer.Json;
    }
}
