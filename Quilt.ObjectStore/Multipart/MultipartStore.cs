using System.Globalization;
using System.Security.Cryptography;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Multipart;

/// <summary>A part that has arrived.</summary>
internal readonly record struct StoredPart(int Number, ObjectFacts Facts, string Path);

/// <summary>An upload in parts that is under way.</summary>
internal sealed record Upload(string Folder, IReadOnlyList<StoredHeader> Headers);

/// <summary>
/// Uploads in parts, a folder each: the file <c>upload</c> tells what it is for, the parts lie beside it. All are
/// object files, so they keep size and MD5 themselves.
/// </summary>
internal sealed class MultipartStore(StoreFolder folder, DiskThreads disk, TimeProvider time)
{
    private const string UploadFile = "upload";
    private const string PartPrefix = "part-";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public Task<string> CreateAsync(S3Target target, IReadOnlyList<StoredHeader> headers) => disk.RunAsync(() =>
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var path = Path.Combine(folder.Multipart, id);
        Directory.CreateDirectory(path);
        using var writer = folder.CreateTemporary(NameOf(target), headers);
        writer.Finish(time.GetUtcNow(), UInt128.Zero, parts: 0);
        writer.MoveTo(Path.Combine(path, UploadFile));
        NativeFile.FlushFolder(path);
        NativeFile.FlushFolder(folder.Multipart);
        return id;
    });

    /// <summary>The upload of that id for that key, or null.</summary>
    public Upload? Find(string? id, S3Target target)
    {
        if (id is not { Length: 32 } || !id.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var path = Path.Combine(folder.Multipart, id);
        using var description = ObjectReader.TryOpen(Path.Combine(path, UploadFile));
        return description?.Info.Key == NameOf(target) ? new Upload(path, description.Info.Headers) : null;
    }

    /// <summary>A new part, to be received and then added.</summary>
    public ObjectWriter CreatePart(S3Target target) => folder.CreateTemporary(NameOf(target), []);

    public Task<S3Error?> AddPartAsync(Upload upload, int number, ObjectWriter part, UInt128 md5) => disk.RunAsync(() =>
    {
        part.Finish(time.GetUtcNow(), md5, parts: 0);
        try
        {
            part.MoveTo(Path.Combine(upload.Folder, PartPrefix + number.ToString("D5", CultureInfo.InvariantCulture)));
        }
        catch (DirectoryNotFoundException)
        {
            return S3Error.NoSuchUpload;
        }

        NativeFile.FlushFolder(upload.Folder);
        return null;
    });

    /// <summary>The parts that have arrived, by number.</summary>
    public static IReadOnlyList<StoredPart> Parts(Upload upload)
    {
        var parts = new List<StoredPart>();
        Span<byte> head = stackalloc byte[ObjectHeader.FactsLength];
        if (!Directory.Exists(upload.Folder))
        {
            return parts;
        }

        foreach (var path in Directory.GetFiles(upload.Folder, PartPrefix + "*"))
        {
            if (NativeFile.ReadStart(path, head) >= 0)
            {
                var number = int.Parse(Path.GetFileName(path.AsSpan())[PartPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
                parts.Add(new StoredPart(number, ObjectHeader.ReadFacts(head, out _), path));
            }
        }

        parts.Sort(static (x, y) => x.Number.CompareTo(y.Number));
        return parts;
    }

    public Task RemoveAsync(Upload upload) => disk.RunAsync(() =>
    {
        // Without its description an upload is no more, whatever becomes of the rest.
        File.Delete(Path.Combine(upload.Folder, UploadFile));
        RemoveFolder(upload.Folder);
        return true;
    });

    /// <summary>Removes uploads that nobody has added to for a week.</summary>
    public void RemoveStale()
    {
        var oldest = time.GetUtcNow() - Lifetime;
        foreach (var path in Directory.GetDirectories(folder.Multipart))
        {
            if (Directory.GetLastWriteTimeUtc(path) < oldest.UtcDateTime)
            {
                RemoveFolder(path);
            }
        }
    }

    private static void RemoveFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // A part is arriving this moment, or somebody else removes the folder. What is left goes with the stale ones.
        }
    }

    private static string NameOf(S3Target target) => $"{target.Bucket}/{target.Key}";
}
