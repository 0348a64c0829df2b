using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Objects;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Contents;

/// <summary>Looks into packages. None of these calls counts as an install or a view.</summary>
internal static class ContentsApi
{
    private const int ChildrenOfPage = 100;
    private const int MostChildren = 1_000;
    private const int LongestMetadata = 64 * 1024;

    public static void MapContents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/revision/{owner}/{package}/", GetRevision).WithTags("Contents").WithName("GetRevision")
            .WithSummary("What there is to know about a revision")
            .TakesRevision()
            .TakesQuery("include", "`readme` for the start of the README's text.", """{"type":"string","enum":["","readme"]}""")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);
        routes.MapGet("/api/tree/{owner}/{package}/", GetTree).WithTags("Contents").WithName("GetTree")
            .WithSummary("A node of a revision with a page of its children, by name")
            .TakesRevision().TakesPath("The node: names with slashes between them; empty for the top.").TakesPage(ChildrenOfPage, MostChildren)
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);
        routes.MapGet("/api/object/{owner}/{package}/", GetObject).WithTags("Contents").WithName("GetObject")
            .WithSummary("Where to get an object of a file or table, and how it is stored")
            .TakesRevision().TakesPath("The file or table: names with slashes between them.")
            .TakesQuery("index", "Which of its objects, counted from 0.", """{"type":"integer","minimum":0,"default":0}""")
            .TakesQuery("download", "Unless empty, `false` or `0`: an address from which browsers save the object under its file name.")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404, 503);
    }

    private static async Task<Results<JsonAnswer<RevisionAnswer>, ApiError>> GetRevision(
        string owner, string package, Caller caller, HttpRequest request, RevisionFinder finder, RevisionFacts facts, CancellationToken cancellationToken)
    {
        var (choice, malformed) = RevisionChoice.Read(request.Query);
        if (malformed is not null)
        {
            return malformed;
        }

        var (state, hash, error) = await finder.FindAsync(caller, owner, package, choice, cancellationToken);
        if (error is not null)
        {
            return error;
        }

        var isLatest = choice == default || await finder.FindShownAsync(state!, cancellationToken) == hash;
        var withReadme = request.Query["include"] == "readme";
        return await facts.FindAsync(state!, hash, isLatest, withReadme, cancellationToken) is { } answer
            ? new JsonAnswer<RevisionAnswer>(answer, ContentsJson.Default.RevisionAnswer)
            : Packages.PackageErrors.HashNotFound();
    }

    private static async Task<Results<JsonAnswer<TreeAnswer>, ApiError>> GetTree(
        string owner, string package, Caller caller, HttpRequest request, NodeFinder nodes, CancellationToken cancellationToken)
    {
        var (page, malformed) = PageChoice.Read(request.Query, ChildrenOfPage, MostChildren);
        if (malformed is not null)
        {
            return malformed;
        }

        var (found, error) = await nodes.FindAsync(caller, owner, package, request.Query, cancellationToken);
        if (error is not null)
        {
            return error;
        }

        var (tree, node) = (found!.Tree, found.Node);
        var children = tree.Manifest.ChildrenOf(node);
        var first = Math.Min(page.Offset, children.Length);
        var shown = new NodeAnswer[Math.Min(page.Limit, children.Length - first)];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = NodeAnswer.Of(tree, children[first + i]);
        }

        var metadata = tree.Manifest.MetadataOf(node);
        return new JsonAnswer<TreeAnswer>(
            new TreeAnswer(
                found.Hash,
                found.Path,
                NodeAnswer.Of(tree, node),
                metadata.IsEmpty || metadata.Length > LongestMetadata ? null : new RawJson(System.Text.Encoding.UTF8.GetString(metadata)),
                metadata.Length,
                first,
                shown),
            ContentsJson.Default.TreeAnswer);
    }

    private static async Task<Results<JsonAnswer<ObjectAnswer>, ApiError>> GetObject(
        string owner, string package, Caller caller, HttpRequest request, NodeFinder nodes, StoredObjects stored, ObjectUrls urls, CancellationToken cancellationToken)
    {
        var index = request.Query["index"].ToString() is { Length: > 0 } text ? int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) ? number : -1 : 0;
        if (index < 0)
        {
            return ApiError.BadRequest("index must be a number from 0.");
        }

        var (found, error) = await nodes.FindAsync(caller, owner, package, request.Query, cancellationToken);
        if (error is not null)
        {
            return error;
        }

        var (tree, node) = (found!.Tree, found.Node);
        if (tree.Manifest.IsGroup(node))
        {
            return ApiError.BadRequest("A group has no object. Name one of the tables or files in it.");
        }

        var count = tree.Manifest.HashesOf(node).Length;
        if (index >= count)
        {
            return ApiError.NotFound(count == 1 ? "It has one object, which is number 0." : $"It has {count} objects, counted from 0.");
        }

        var at = tree.Manifest.HashesOf(node)[index];
        var hash = tree.Manifest.Objects[at].ToArray();
        var fileName = FileNames.Of(tree.Manifest, node, NodeOrigin.Of(tree.Manifest, node));
        var size = tree.SizeOf(at);
        StoredObject? inStore;
        try
        {
            inStore = await stored.FindAsync(owner, hash, cancellationToken);
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            return StoredObjects.Away();
        }

        var url = inStore is null ? null
            : IsTrue(request.Query["download"].ToString()) ? urls.ForDownload(request, owner, hash, count > 1 ? FileNames.Numbered(fileName, index + 1) : fileName)
            : urls.Of(request, owner, HttpMethod.Get, hash);
        return new JsonAnswer<ObjectAnswer>(
            new ObjectAnswer(
                found.Hash, found.Path, NodeAnswer.KindOf(tree.Manifest, node), fileName, Convert.ToHexStringLower(hash), index, count, size,
                inStore?.Encoding, inStore?.Length, url),
            ContentsJson.Default.ObjectAnswer);
    }

    private static bool IsTrue(string value) =>
        value.Length > 0 && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
