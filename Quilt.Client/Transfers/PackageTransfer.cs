namespace Quilt.Client;

/// <summary>Moves objects between this machine and the object store, many at once, through presigned addresses.</summary>
/// <param name="http">Sends no credentials and decompresses nothing: the addresses are signed, and the bytes are hashed.</param>
/// <param name="parallel">How many objects move at once.</param>
public sealed class PackageTransfer(HttpClient http, int parallel = 20)
{
    /// <summary>Uploads the objects that the store does not have.</summary>
    /// <param name="plan">The answer to the dry run.</param>
    /// <param name="objects">The content by hash; it must hold every object of the plan.</param>
    /// <param name="compress">Whether to store gzip'ed bytes, as clients up to 2.8 did.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were uploaded; the others were there.</returns>
    /// <exception cref="TransferException">An object was refused or is missing from <paramref name="objects"/>.</exception>
    public async Task<int> UploadAsync(UploadPlan plan, IReadOnlyDictionary<string, ObjectContent> objects, bool compress = false, CancellationToken cancellationToken = default)
    {
        var uploaded = 0;
        await InParallelAsync(plan.UploadUrls, async (entry, cancel) =>
        {
            var content = objects.GetValueOrDefault(entry.Key)
                ?? throw new TransferException($"Object {entry.Key} is to be uploaded, but its content is not at hand.");
            if (await ObjectUpload.RunAsync(http, entry.Key, entry.Value, content, compress, cancel))
            {
                Interlocked.Increment(ref uploaded);
            }
        }, cancellationToken);
        return uploaded;
    }

    /// <summary>Fetches the objects of an install into <paramref name="folder"/>, each as a file named by its hash. What is there already is kept; what is there in part goes on from there.</summary>
    /// <param name="install">The answer to the install call.</param>
    /// <param name="folder">Where they go; it is made if missing.</param>
    /// <param name="cancellationToken">Gives up; a later call resumes.</param>
    /// <exception cref="TransferException">An object cannot be fetched, or is not what its hash says.</exception>
    public Task DownloadAsync(PackageInstall install, DirectoryInfo folder, CancellationToken cancellationToken = default)
    {
        folder.Create();
        return InParallelAsync(install.Urls, (entry, cancel) =>
            ObjectDownload.RunAsync(http, entry.Key, entry.Value, install.Sizes.GetValueOrDefault(entry.Key), folder, cancel), cancellationToken);
    }

    private Task InParallelAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> move, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (item, cancel) => await move(item, cancel));
}
