using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>The pushes of a package, oldest first.</summary>
    public async Task<IReadOnlyList<LogEntry>> GetLogAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/log/{Escape(owner)}/{Escape(name)}/", RegistryJson.Default.PackageLog, cancellationToken)).Logs;

    /// <summary>Creates a tag, or moves it.</summary>
    public Task SetTagAsync(string owner, string name, string tag, string hash, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, TagPath(owner, name, tag), new HashBody(hash), RegistryJson.Default.HashBody, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>The revision that a tag points to.</summary>
    public Task<PackageTag> GetTagAsync(string owner, string name, string tag, CancellationToken cancellationToken = default) =>
        GetAsync(TagPath(owner, name, tag), RegistryJson.Default.PackageTag, cancellationToken);

    /// <summary>Removes a tag; the revision stays.</summary>
    public Task DeleteTagAsync(string owner, string name, string tag, CancellationToken cancellationToken = default) =>
        DeleteAsync(TagPath(owner, name, tag), cancellationToken);

    /// <summary>The tags of a package, by name.</summary>
    public async Task<IReadOnlyList<TagEntry>> GetTagsAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync(TagPath(owner, name, ""), RegistryJson.Default.PackageTags, cancellationToken)).Tags;

    /// <summary>Names a revision with a PEP 440 version, for ever.</summary>
    public Task AddVersionAsync(string owner, string name, string version, string hash, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, VersionPath(owner, name, version), new HashBody(hash), RegistryJson.Default.HashBody, RegistryJson.Default.Nothing, cancellationToken);

    /// <summary>The revision that a version names.</summary>
    public Task<PackageVersion> GetVersionAsync(string owner, string name, string version, CancellationToken cancellationToken = default) =>
        GetAsync(VersionPath(owner, name, version), RegistryJson.Default.PackageVersion, cancellationToken);

    /// <summary>The versions of a package, in PEP 440 order.</summary>
    public async Task<IReadOnlyList<VersionEntry>> GetVersionsAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync(VersionPath(owner, name, ""), RegistryJson.Default.PackageVersions, cancellationToken)).Versions;

    private static string TagPath(string owner, string name, string tag) => $"/api/tag/{Escape(owner)}/{Escape(name)}/{Escape(tag)}";

    private static string VersionPath(string owner, string name, string version) => $"/api/version/{Escape(owner)}/{Escape(name)}/{Escape(version)}";
}
