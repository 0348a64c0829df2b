using System.Globalization;
using System.Net.Http.Headers;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>Looks into packages. Nothing here counts as an install or a view.</summary>
public sealed partial class QuiltRegistryClient
{
    /// <summary>What there is to know about a revision.</summary>
    public Task<RevisionFacts> GetRevisionAsync(string owner, string name, RevisionName revision, bool withReadme = false, CancellationToken cancellationToken = default) =>
        GetAsync($"{ContentsPath("revision", owner, name)}?include={(withReadme ? "readme" : "")}{revision.Query("&")}", RegistryJson.Default.RevisionFacts, cancellationToken);

    /// <summary>A node of a revision with a page of its children.</summary>
    /// <param name="owner">The package's owner.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="revision">Which revision.</param>
    /// <param name="path">The node: names with slashes between them; empty for the top.</param>
    /// <param name="offset">How many children to leave out.</param>
    /// <param name="limit">How many children to list, 1,000 at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TreePage> GetTreeAsync(
        string owner, string name, RevisionName revision, string path = "", int offset = 0, int limit = 100, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"{ContentsPath("tree", owner, name)}?path={Escape(path)}&offset={offset}&limit={limit}{revision.Query("&")}"), RegistryJson.Default.TreePage, cancellationToken);

    /// <summary>Where to get an object of a file or table, and how it is stored.</summary>
    /// <param name="owner">The package's owner.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="revision">Which revision.</param>
    /// <param name="path">The file or table: names with slashes between them.</param>
    /// <param name="index">Which of its objects, counted from 0.</param>
    /// <param name="download">Whether browsers are to save the object under its file name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<NodeObject> GetObjectAsync(
        string owner, string name, RevisionName revision, string path, int index = 0, bool download = false, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"{ContentsPath("object", owner, name)}?path={Escape(path)}&index={index}&download={(download ? "true" : "")}{revision.Query("&")}"), RegistryJson.Default.NodeObject, cancellationToken);

    /// <summary>A page of the tables and files in which two revisions differ.</summary>
    /// <param name="owner">The package's owner.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="from">A revision by hash, tag or version.</param>
    /// <param name="to">Another.</param>
    /// <param name="change">Only <c>added</c>, <c>removed</c>, <c>changed</c> or <c>renamed</c> ones; empty for all.</param>
    /// <param name="offset">How many to leave out.</param>
    /// <param name="limit">How many to list, 1,000 at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RevisionComparison> CompareAsync(
        string owner, string name, string from, string to, string change = "", int offset = 0, int limit = 100, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"{ContentsPath("compare", owner, name)}?from={Escape(from)}&to={Escape(to)}&change={Escape(change)}&offset={offset}&limit={limit}"), RegistryJson.Default.RevisionComparison, cancellationToken);

    /// <summary>What happened to a package lately.</summary>
    public Task<ActivityPage> GetActivityAsync(string owner, string name, int offset = 0, int limit = 30, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"{ContentsPath("activity", owner, name)}?offset={offset}&limit={limit}"), RegistryJson.Default.ActivityPage, cancellationToken);

    /// <summary>What happened lately to those packages of an owner that the caller may see.</summary>
    public Task<ActivityPage> GetOwnerActivityAsync(string owner, int offset = 0, int limit = 30, CancellationToken cancellationToken = default) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/activity/{Escape(owner)}/?offset={offset}&limit={limit}"), RegistryJson.Default.ActivityPage, cancellationToken);

    /// <summary>A revision, or a folder of it, as a zip file. The answer's body is a stream that is the caller's to dispose, as is the answer.</summary>
    /// <param name="owner">The package's owner.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="revision">Which revision.</param>
    /// <param name="path">The folder or file; empty for all.</param>
    /// <param name="configure">Adds headers, such as a range.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>200, 206, 304 or 416.</returns>
    public async Task<HttpResponseMessage> GetZipAsync(
        string owner, string name, RevisionName revision, string path = "", Action<HttpRequestHeaders>? configure = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{ContentsPath("zip", owner, name)}?path={Escape(path)}{revision.Query("&")}", UriKind.Relative));
        Authorize(request);
        configure?.Invoke(request.Headers);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode || response.StatusCode is System.Net.HttpStatusCode.NotModified or System.Net.HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorAnswer.ReadAsync(response, cancellationToken);
        }
    }

    private static string ContentsPath(string what, string owner, string name) => $"/api/{what}/{Escape(owner)}/{Escape(name)}/";
}
