using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;

namespace Quilt.Api.Comments;

/// <summary>What people say about a package: whoever sees it may read and, logged in, write.</summary>
internal static class CommentApi
{
    private const int MaxLength = 10_240;

    public static void MapComments(this IEndpointRouteBuilder routes)
    {
        var comments = routes.MapGroup("/api/comments/{owner}/{package}").WithTags("Comments");
        comments.MapPost("/", Post).WithName("PostComment").WithSummary("Comments on a package")
            .Takes<NewComment>("""{"contents":"Which year is this?"}""").AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(400, 401, 404, 429);
        comments.MapGet("/", List).WithName("ListComments").WithSummary("The comments on a package, oldest first")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401, 404);
    }

    private static async Task<Results<JsonAnswer<PostedComment>, ApiError>> Post(
        HttpContext context,
        string owner,
        string package,
        Caller caller,
        PackageStates states,
        PackageComments comments,
        CommentMail mail,
        CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync(context, CommentJson.Default.NewComment, cancellationToken);
        if (body is null)
        {
            return error!;
        }

        if (FindProblem(body.Contents) is { } problem)
        {
            return ApiError.BadRequest(problem);
        }

        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        if (await comments.FindRefusalAsync(caller, state, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (await comments.AddAsync(caller, state, body.Contents, cancellationToken) is not { } comment)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        // It is written: who hangs up now does not keep the owner from hearing of it.
        await mail.SendAsync(caller, state, comment, CancellationToken.None);
        return new JsonAnswer<PostedComment>(new(comment), CommentJson.Default.PostedComment);
    }

    private static async Task<Results<CommentListAnswer, ApiError>> List(
        string owner, string package, Caller caller, PackageStates states, PackageComments comments, CancellationToken cancellationToken) =>
        await states.FindVisibleAsync(caller, owner, package, cancellationToken) is { } state
            ? new CommentListAnswer(comments.ListAsync(state.Id, cancellationToken))
            : PackageErrors.PackageNotFound(caller, owner, package);

    /// <summary>Characters are Unicode code points, whatever their size in memory.</summary>
    private static string? FindProblem(string contents)
    {
        var length = 0;
        foreach (var _ in contents.EnumerateRunes())
        {
            length++;
        }

        return length switch
        {
            0 => "A comment must not be empty.",
            > MaxLength => $"A comment may have at most {MaxLength} characters; this one has {length}.",
            _ => null,
        };
    }
}
