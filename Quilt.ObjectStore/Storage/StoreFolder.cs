using Microsoft.Extensions.Options;

namespace Quilt.ObjectStore.Storage;

/// <summary>The folder on disk: <c>buckets</c>, uploads in parts under <c>multipart</c>, and <c>incoming</c> temporary files.</summary>
internal sealed class StoreFolder(IOptions<ObjectStoreOptions> options) : IDisposable
{
    private readonly string _root = Path.GetFullPath(options.Value.Folder);
    private FileStream? _lock;

    public string Buckets => Path.Combine(_root, "buckets");

    public string Multipart => Path.Combine(_root, "multipart");

    private string Incoming => Path.Combine(_root, "incoming");

    /// <summary>Takes the folder for this process and removes what interrupted uploads left.</summary>
    /// <exception cref="InvalidOperationException">The folder cannot be used; the message says why.</exception>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(Buckets);
            Directory.CreateDirectory(Multipart);
            Directory.CreateDirectory(Incoming);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{ObjectStoreOptions.Section}:Folder is '{_root}', which cannot be written: {exception.Message}", exception);
        }

        try
        {
            _lock = new FileStream(Path.Combine(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"{ObjectStoreOptions.Section}:Folder is '{_root}', which another object store uses. Stop it, or choose another folder.", exception);
        }

        foreach (var file in Directory.EnumerateFiles(Incoming))
        {
            File.Delete(file);
        }

        NativeFile.FlushFolder(_root);
    }

    /// <summary>A new object outside every bucket, to be given its name when it is whole.</summary>
    public ObjectWriter CreateTemporary(string key, IReadOnlyList<StoredHeader> headers) =>
        new(Path.Combine(Incoming, Guid.NewGuid().ToString("N")), key, headers);

    public void Dispose() => _lock?.Dispose();
}
