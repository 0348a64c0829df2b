using System.Text.Json;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Model;
using Quilt.Api.Objects;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;
using Quilt.Api.Revisions;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Installs;

internal static class InstallEndpoints
{
    public static void MapInstalls(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/package/{owner}/{package}/{hash}", InstallAsync)
            .AllowCallers(CallerRequirement.Reader)
            .WithName("InstallPackage")
            .WithTags("Packages")
            .WithSummary("A revision's tree with a download address and the size of each object")
            .TakesQuery("subpath", "Only the objects of the node at this path: names with slashes between them.")
            .TakesQuery("meta_only", "Only metadata objects, unless the value is empty, `false` or `0`.")
            .Answers(InstallSchema.Answer)
            .AnswersErrors(404);

    private static async Task<IResult> InstallAsync(
        string owner,
        string package,
        string hash,
        Caller caller,
        HttpContext context,
        PackageStates states,
        RevisionContents revisions,
        ObjectUrls urls,
        EventBuffer events,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state
            || await revisions.FindAsync(state, hash, cancellationToken) is not { } revision)
        {
            return PackageErrors.HashNotFound();
        }

        var subpath = context.Request.Query["subpath"].ToString();
        var metadataOnly = IsTrue(context.Request.Query["meta_only"].ToString());
        int[]? selection = null;
        if (subpath.Length > 0 || metadataOnly)
        {
            (selection, var error) = Select(revision, subpath, metadataOnly);
            if (error is not null)
            {
                return error;
            }
        }

        var by = Actor.Of(context);
        RegistryMeters.Installed(by, selection is null ? revision.Sizes : Array.ConvertAll(selection, index => revision.Sizes[index]));
        events.Add(new NewEvent(
            EventType.Install,
            by,
            owner,
            package,
            Convert.FromHexString(hash),
            JsonSerializer.Serialize(new InstallExtra(subpath), InstallJson.Default.InstallExtra),
            time.GetUtcNow().UtcDateTime));
        return new InstallAnswer(revision, selection, owner, urls);
    }

    private static (int[]? Objects, ApiError? Error) Select(RevisionContent revision, string subpath, bool metadataOnly)
    {
        var manifest = Manifest.Read(revision.Contents, ManifestLimits.None).Value!;
        var path = subpath.Length > 0 ? subpath.Split('/') : [];
        return manifest.TryGetNode(path, out var node, out var missing)
            ? (manifest.ObjectsOf(node, metadataOnly), null)
            : (null, ApiError.NotFound($"Invalid subpath: '{missing}'"));
    }

    /// <summary>Clients send the flag without a value, or as <c>false</c> or <c>0</c>, when they do not mean it.</summary>
    private static bool IsTrue(string value) =>
        value.Length > 0 && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
