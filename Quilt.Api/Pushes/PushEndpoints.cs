using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Pushes;

internal static class PushEndpoints
{
    public static void MapPushes(this IEndpointRouteBuilder routes)
    {
        Describe(routes.MapPut("/api/package/{owner}/{package}/{hash}", PushAsync))
            .Takes(PushSchema.Package)
            .WithName("PushPackage")
            .WithSummary("Pushes a revision; as a dry run, checks it and answers where to upload its objects");
        Describe(routes.MapPost("/api/package_update/{owner}/{package}/{**path}", PushSubPackageAsync))
            .Takes(PushSchema.SubPackage)
            .AnswersErrors(404)
            .WithName("PushSubPackage")
            .WithSummary("Places a node in the latest revision and pushes the result");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .AllowCallers(CallerRequirement.Member, TokenScopes.Write)
        .WithTags("Packages")
        .Produces<PushAnswer>()
        .Answers(PushSchema.DryRun)
        .AnswersErrors(403);

    private static Task<IResult> PushAsync(
        string owner, string package, string hash, Actor by, HttpContext context, Push push, CancellationToken cancellationToken) =>
        RunAsync(new PushTarget(owner, package, Path: null), hash, by, context, push, cancellationToken);

    private static Task<IResult> PushSubPackageAsync(
        string owner, string package, string? path, Actor by, HttpContext context, Push push, CancellationToken cancellationToken) =>
        RunAsync(new PushTarget(owner, package, PartsOf(path ?? string.Empty)), expectedHash: null, by, context, push, cancellationToken);

    /// <summary>A slash at the end says nothing, here as everywhere.</summary>
    private static string[] PartsOf(string path) => (path.EndsWith('/') ? path[..^1] : path).Split('/');

    private static async Task<IResult> RunAsync(
        PushTarget target, string? expectedHash, Actor by, HttpContext context, Push push, CancellationToken cancellationToken)
    {
        var (received, unreadable) = await RequestBody.ReadAsync(context, cancellationToken);
        if (unreadable is not null)
        {
            return unreadable;
        }

        using (received)
        {
            var kind = target.Path is null ? PushBodyKind.Package : PushBodyKind.SubPackage;
            var body = PushBody.Parse(received!.Content, ManifestLimits.Default, kind);
            if (!body.IsValid)
            {
                return ApiError.BadRequest(body.Error);
            }

            var result = await push.RunAsync(by, target, body.Value, expectedHash, context.Request, cancellationToken);

            // The body's buffer goes back to the pool here, so the answer must not read from it later.
            return result is DryRunAnswer answer ? await SendAsync(answer, context) : result;
        }
    }

    private static async Task<IResult> SendAsync(DryRunAnswer answer, HttpContext context)
    {
        await answer.ExecuteAsync(context);
        return Results.Empty;
    }
}
