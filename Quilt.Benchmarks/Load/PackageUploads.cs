using System.Text.Json;

namespace Quilt.Benchmarks.Load;

/// <summary>Brings packages into the registry as a client does: dry run, uploads, push, tag.</summary>
internal sealed class PackageUploads(RegistryConnection connection)
{
    private const int ParallelUploads = 20;

    private readonly HashSet<string> _uploaded = [];
    private readonly List<string> _packages = [];
    private readonly string _run = $"load{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():x}";

    /// <summary>What tells this run's objects and packages from others.</summary>
    public string Seed(string what) => $"{_run}_{what}";

    /// <summary>The path of a package's push.</summary>
    public string PathOf(string package, PackageTree tree) => $"{PathOf(package)}{tree.Hash}";

    /// <summary>The path of a package.</summary>
    public string PathOf(string package) => $"/api/package/{connection.Options.User}/{package}/";

    /// <summary>A push request with a body that was prepared.</summary>
    public HttpRequestMessage PushRequest(string path, byte[] gzipBody) =>
        connection.Request(HttpMethod.Put, path, RegistryConnection.Json(gzipBody, gzip: true));

    /// <summary>Uploads what a package needs, so that it can be pushed.</summary>
    public async Task UploadAsync(string package, PackageTree tree, CancellationToken cancellation)
    {
        _packages.Add(package);
        var missing = Enumerable.Range(0, tree.Count).Where(i => _uploaded.Add(tree.HashOf(i))).ToDictionary(tree.HashOf);
        if (missing.Count == 0)
        {
            return;
        }

        using var answer = JsonDocument.Parse(
            await connection.AskAsync(PushRequest(PathOf(package, tree), tree.GzipBody(dryRun: true)), cancellation));
        var urls = answer.RootElement.GetProperty("upload_urls").EnumerateObject().Where(entry => missing.ContainsKey(entry.Name));
        await Parallel.ForEachAsync(
            urls,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelUploads, CancellationToken = cancellation },
            async (entry, stop) => await PutAsync(new(entry.Value.GetProperty("put").GetString()!), tree.ContentOf(missing[entry.Name]), stop));
    }

    /// <summary>The whole way of a package into the registry.</summary>
    public async Task PushAsync(string package, PackageTree tree, CancellationToken cancellation)
    {
        await UploadAsync(package, tree, cancellation);
        await connection.AskAsync(PushRequest(PathOf(package, tree), tree.GzipBody(dryRun: false)), cancellation);
        var tag = RegistryConnection.Json(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["hash"] = tree.Hash }));
        await connection.AskAsync(connection.Request(HttpMethod.Put, $"/api/tag/{connection.Options.User}/{package}/latest", tag), cancellation);
    }

    /// <summary>Deletes what was pushed. Packages that were only prepared do not exist, which is as well.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellation)
    {
        foreach (var package in _packages.Distinct())
        {
            await connection.SendAsync(connection.Request(HttpMethod.Delete, PathOf(package)), cancellation);
        }
    }

    private async Task PutAsync(Uri url, byte[] content, CancellationToken cancellation)
    {
        if (!url.IsLoopback && !connection.Options.AllowRemote)
        {
            throw new LoadFailedException($"The registry's objects are at {url.Host}, not on this machine. Say --yes-remote to load it.");
        }

        await connection.AskAsync(new(HttpMethod.Put, url) { Content = new ByteArrayContent(content) }, cancellation);
    }
}
