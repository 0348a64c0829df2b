using System.Globalization;
using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>Asks whether a push would be taken, and where its objects go; changes nothing.</summary>
    public async Task<UploadPlan> DryRunPushAsync(string owner, string name, string hash, PackagePush push, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Put, PackagePath(owner, name, hash), await BodyAsync(push, dryRun: true, cancellationToken), RegistryJson.Default.UploadPlan, cancellationToken);

    /// <summary>Pushes a revision whose objects are uploaded. Tags stay where they are: set <c>latest</c> after it.</summary>
    public async Task<PushResult> PushAsync(string owner, string name, string hash, PackagePush push, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Put, PackagePath(owner, name, hash), await BodyAsync(push, dryRun: false, cancellationToken), RegistryJson.Default.PushResult, cancellationToken);

    /// <summary>Asks whether a node would be taken at <paramref name="path"/> of the latest revision, and where its objects go.</summary>
    public async Task<UploadPlan> DryRunUpdateAsync(string owner, string name, string path, PackagePush push, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Post, UpdatePath(owner, name, path), await BodyAsync(push, dryRun: true, cancellationToken), RegistryJson.Default.UploadPlan, cancellationToken);

    /// <summary>Places a node at <paramref name="path"/> of the latest revision; the outcome becomes <c>latest</c>.</summary>
    public async Task<PushResult> UpdateAsync(string owner, string name, string path, PackagePush push, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Post, UpdatePath(owner, name, path), await BodyAsync(push, dryRun: false, cancellationToken), RegistryJson.Default.PushResult, cancellationToken);

    /// <summary>A revision's tree and the addresses of its objects. Counts as an install.</summary>
    /// <param name="owner">The package's owner.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="hash">The revision.</param>
    /// <param name="subpath">The node whose objects are wanted, names joined by <c>/</c>; null for all.</param>
    /// <param name="metadataOnly">Whether only the objects that hold metadata are wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<PackageInstall> InstallAsync(string owner, string name, string hash, string? subpath = null, bool metadataOnly = false, CancellationToken cancellationToken = default) =>
        GetAsync($"{PackagePath(owner, name, hash)}?subpath={Escape(subpath ?? "")}&meta_only={(metadataOnly ? "true" : "")}", RegistryJson.Default.PackageInstall, cancellationToken);

    /// <summary>The hashes of a package's revisions.</summary>
    public async Task<IReadOnlyList<string>> GetHashesAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync(PackagePath(owner, name, ""), RegistryJson.Default.PackageHashes, cancellationToken)).Hashes;

    /// <summary>Removes a package with all its revisions, tags, versions and its log.</summary>
    public Task DeletePackageAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        DeleteAsync(PackagePath(owner, name, ""), cancellationToken);

    /// <summary>The packages of an owner that the caller may see, by name.</summary>
    public async Task<IReadOnlyList<OwnedPackage>> GetPackagesAsync(string owner, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/package/{Escape(owner)}/", RegistryJson.Default.OwnedPackages, cancellationToken)).Packages;

    /// <summary>Where the objects are that the caller may see.</summary>
    public Task<ObjectUrls> GetObjectsAsync(IEnumerable<string> hashes, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, "/api/get_objects", hashes.ToArray(), RegistryJson.Default.StringArray, RegistryJson.Default.ObjectUrls, cancellationToken);

    /// <summary>Where one object of the caller's own is, or would go.</summary>
    public Task<BlobUrls> GetBlobAsync(string owner, string hash, CancellationToken cancellationToken = default) =>
        GetAsync($"/api/blob/{Escape(owner)}/{Escape(hash)}", RegistryJson.Default.BlobUrls, cancellationToken);

    /// <summary>What a person wants to know about a revision. Counts as a view.</summary>
    public Task<PackagePreview> GetPreviewAsync(string owner, string name, string hash, CancellationToken cancellationToken = default) =>
        GetAsync($"/api/package_preview/{Escape(owner)}/{Escape(name)}/{Escape(hash)}", RegistryJson.Default.PackagePreview, cancellationToken);

    /// <summary>How often something happened to a package in each of the last 52 weeks.</summary>
    public Task<PackageTimeSeries> GetTimeSeriesAsync(string owner, string name, PackageEvent what, CancellationToken cancellationToken = default) =>
        GetAsync($"/api/package_timeseries/{Escape(owner)}/{Escape(name)}/{what.ToString().ToLowerInvariant()}", RegistryJson.Default.PackageTimeSeries, cancellationToken);

    /// <summary>The public packages pushed last, newest first.</summary>
    public async Task<IReadOnlyList<RecentPackage>> GetRecentPackagesAsync(int count = 10, CancellationToken cancellationToken = default) =>
        (await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/recent_packages/?count={count}"), RegistryJson.Default.RecentPackages, cancellationToken)).Packages;

    private static string PackagePath(string owner, string name, string hash) => $"/api/package/{Escape(owner)}/{Escape(name)}/{Escape(hash)}";

    private static string UpdatePath(string owner, string name, string path) => $"/api/package_update/{Escape(owner)}/{Escape(name)}/{EscapePath(path)}";

    private static Task<HttpContent> BodyAsync(PackagePush push, bool dryRun, CancellationToken cancellationToken) =>
        GzipJsonContent.CreateAsync(push.ToBody(dryRun), RegistryJson.Default.PushBody, cancellationToken);
}
