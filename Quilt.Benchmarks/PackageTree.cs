using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Quilt.Api.Manifests;

namespace Quilt.Benchmarks;

/// <summary>
/// A package of small objects that nobody has pushed yet: a README and files in groups of a hundred, with the metadata and
/// the JSON style of the Python client.
/// </summary>
/// <param name="seed">Tells the objects of this package from those of others.</param>
/// <param name="objects">How many, the README included.</param>
/// <param name="variant">Changes one object, and no other, of the package of that seed.</param>
internal sealed class PackageTree(string seed, int objects, string? variant = null)
{
    private const int FilesPerGroup = 100;

    private readonly byte[][] _hashes = [.. Enumerable.Range(0, objects).Select(i => SHA256.HashData(Content(seed, i, variant)))];

    private byte[]? _contents;

    public int Count => objects;

    /// <summary>The tree as JSON.</summary>
    public byte[] Contents => _contents ??= Encoding.UTF8.GetBytes(Write());

    /// <summary>The package hash.</summary>
    public string Hash => Convert.ToHexStringLower(PackageHash.Compute(Manifest.Read(Contents, ManifestLimits.None).Value!));

    /// <summary>What the object is named by.</summary>
    public string HashOf(int index) => Convert.ToHexStringLower(_hashes[index]);

    /// <summary>The bytes of an object.</summary>
    public byte[] ContentOf(int index) => Content(seed, index, variant);

    /// <summary>The body of a push, as it is before compression.</summary>
    public byte[] Body(bool dryRun)
    {
        var sizes = dryRun
            ? string.Empty
            : string.Join(", ", Enumerable.Range(0, objects).Select(i => $"\"{HashOf(i)}\": {ContentOf(i).Length}"));
        return
        [
            .. Encoding.UTF8.GetBytes($"{{\"dry_run\": {(dryRun ? "true" : "false")}, \"is_public\": true, \"is_team\": false, \"contents\": "),
            .. Contents,
            .. Encoding.UTF8.GetBytes($", \"description\": \"\", \"sizes\": {{{sizes}}}}}"),
        ];
    }

    /// <summary>The body as the Python client sends it.</summary>
    public byte[] GzipBody(bool dryRun)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Body(dryRun));
        }

        return compressed.ToArray();
    }

    private static byte[] Content(string seed, int index, string? variant) => Encoding.UTF8.GetBytes(index switch
    {
        0 => $"# Load test {seed}\n\nHourly measurements of a weather station.\n",
        1 => $"changed {variant} of {seed}",
        _ => $"object {index} of {seed}",
    });

    private string Write()
    {
        var tree = new StringBuilder("{\"type\": \"ROOT\", \"children\": {");
        AppendFile(tree, "README", 0, "README.md");
        for (var index = 1; index < objects; index++)
        {
            if ((index - 1) % FilesPerGroup == 0)
            {
                tree.Append(index == 1 ? "" : "}}").Append($", \"group_{index / FilesPerGroup:00000}\": {{\"type\": \"GROUP\", \"children\": {{");
            }
            else
            {
                tree.Append(", ");
            }

            AppendFile(tree, $"file_{index:000000}", index, $"data/{index / FilesPerGroup}/file_{index}.csv");
        }

        return tree.Append(objects > 1 ? "}}" : "").Append("}}").ToString();
    }

    private void AppendFile(StringBuilder tree, string name, int index, string path) =>
        tree.Append($"\"{name}\": {{\"type\": \"FILE\", \"hashes\": [\"{HashOf(index)}\"], ")
            .Append($"\"metadata\": {{\"q_ext\": \"csv\", \"q_path\": \"{path}\", \"q_target\": \"file\"}}}}");
}
