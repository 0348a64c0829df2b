using System.Net;
using Microsoft.Net.Http.Headers;
using Quilt.Catalog.Failures;
using Quilt.Catalog.Files;
using Quilt.Catalog.Packages;
using Quilt.Catalog.Previews;
using Quilt.Client;

namespace Quilt.Catalog.Downloads;

/// <summary>
/// Files for browsers. One file comes straight from the object store, by an address that no page holds; a zip file comes
/// through here from the registry, byte for byte, so that whoever is signed in needs no other credentials.
/// </summary>
internal static class DownloadEndpoints
{
    private static readonly string[] Asked = [HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfNoneMatch];

    private static readonly string[] Answered = [HeaderNames.ETag, HeaderNames.AcceptRanges];

    public static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/package/{owner}/{name}/download/{**path}", Download);
        routes.MapGet("/package/{owner}/{name}/picture/{**path}", ShowPicture);
        routes.MapGet("/package/{owner}/{name}/zip/{**path}", ZipAsync);
    }

    private static Task<IResult> Download(string owner, string name, string path, HttpContext context, QuiltRegistryClient registry) =>
        RedirectAsync(owner, name, path, download: true, context, registry, _ => Task.FromResult(true));

    /// <summary>What a README shows: pictures from the object store's origin, and only those that a browser may decode.</summary>
    private static Task<IResult> ShowPicture(string owner, string name, string path, HttpContext context, QuiltRegistryClient registry, PreviewService previews) =>
        RedirectAsync(owner, name, path, download: false, context, registry, async found => await previews.ShowAsync(
            new PreviewSource(found.FileName, [new PreviewObject(found.Url!, found.Size)], ""), new PreviewView(), context.RequestAborted) is ImagePreview);

    private static async Task<IResult> RedirectAsync(
        string owner, string name, string path, bool download, HttpContext context, QuiltRegistryClient registry, Func<NodeObject, Task<bool>> isAllowed)
    {
        var revision = RevisionOf(context.Request.Query);
        var found = await FindAsync(path)
            ?? (await NodeLookup.ByFileNameAsync(registry, owner, name, revision, path, context.RequestAborted) is { } other ? await FindAsync(other) : null);
        if (found?.Url is not { } url || !await isAllowed(found))
        {
            if (found is { Url: null })
            {
                TellMissing(context, owner, name, found.Path, isOneFile: true);
            }

            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(url);

        async Task<NodeObject?> FindAsync(string place)
        {
            try
            {
                return await registry.GetObjectAsync(owner, name, revision, place, download: download, cancellationToken: context.RequestAborted);
            }
            catch (RegistryException refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            {
                return null;
            }
        }
    }

    private static async Task ZipAsync(string owner, string name, string? path, HttpContext context, QuiltRegistryClient registry)
    {
        var (request, response) = (context.Request, context.Response);
        using var zip = await OpenAsync();
        if (zip is null)
        {
            // The registry refuses for want of content too, which is no reason to say that there is no such package.
            if (await NodeLookup.FindAsync(registry, owner, name, RevisionOf(request.Query), path ?? "", 0, 1, context.RequestAborted) is not null)
            {
                TellMissing(context, owner, name, path ?? "", isOneFile: false);
            }

            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        response.StatusCode = (int)zip.StatusCode;
        foreach (var header in Answered)
        {
            if (zip.Headers.TryGetValues(header, out var values))
            {
                response.Headers[header] = values.ToArray();
            }
        }

        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentRange = zip.Content.Headers.ContentRange?.ToString();
        if (!zip.IsSuccessStatusCode)
        {
            return;
        }

        response.ContentType = "application/zip";
        response.ContentLength = zip.Content.Headers.ContentLength;
        response.Headers.ContentDisposition = zip.Content.Headers.TryGetValues(HeaderNames.ContentDisposition, out var disposition) ? disposition.First() : "attachment";
        try
        {
            await zip.Content.CopyToAsync(response.Body, context.RequestAborted);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // Only a broken connection tells that the rest is missing.
            context.Abort();
        }

        async Task<HttpResponseMessage?> OpenAsync() => await registry.GetZipAsync(
            owner,
            name,
            RevisionOf(request.Query),
            path ?? "",
            headers =>
            {
                foreach (var header in Asked)
                {
                    headers.TryAddWithoutValidation(header, request.Headers[header].ToString() is { Length: > 0 } value ? [value] : Array.Empty<string>());
                }
            },
            context.RequestAborted).OrNullAsync();
    }

    private static void TellMissing(HttpContext context, string owner, string name, string path, bool isOneFile) =>
        context.Features.Set(new MissingContent(new PackageAddresses(owner, name, RevisionOf(context.Request.Query)).File(path) ?? $"/package/{owner}/{name}/files", isOneFile));

    /// <summary>As the address names it; of two names the first counts, since pages make these addresses.</summary>
    private static RevisionName RevisionOf(IQueryCollection query) =>
        query["hash"].ToString() is { Length: > 0 } hash ? RevisionName.Of(hash)
        : query["tag"].ToString() is { Length: > 0 } tag ? new RevisionName(Tag: tag)
        : query["version"].ToString() is { Length: > 0 } version ? new RevisionName(Version: version)
        : RevisionName.Latest;
}
