using System.Text;
using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

/// <summary>Trees for tests, with one letter for an object: <c>"A"</c> stands for 64 times <c>a</c>, likewise up to F.</summary>
internal static class Trees
{
    public static string HashOf(char letter) => new(char.ToLowerInvariant(letter), 64);

    public static byte[] Json(string tree)
    {
        for (var letter = 'A'; letter <= 'F'; letter++)
        {
            tree = tree.Replace($"\"{letter}\"", $"\"{HashOf(letter)}\"", StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(tree);
    }

    public static Manifest Read(string tree) => Read(Json(tree));

    public static Manifest Read(ReadOnlyMemory<byte> tree)
    {
        var parsed = Manifest.Read(tree, ManifestLimits.Default);
        Assert.Null(parsed.Error);
        return parsed.Value!;
    }

    public static Parsed<PushBody> Push(string body, PushBodyKind kind = PushBodyKind.Package) =>
        PushBody.Parse(Json(body), ManifestLimits.Default, kind);

    public static PushBody ValidPush(string body, PushBodyKind kind = PushBodyKind.Package)
    {
        var parsed = Push(body, kind);
        Assert.Null(parsed.Error);
        return parsed.Value!;
    }

    public static string Name(Manifest manifest, int node) => Encoding.UTF8.GetString(manifest.NameOf(node));

    public static string Object(Manifest manifest, int index) => Convert.ToHexStringLower(manifest.Objects[index]);
}
