using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

/// <summary>The fast reader against the naive one, on trees that nobody would write by hand.</summary>
public sealed class RandomTreeTests
{
    private static readonly string[] Letters =
        ["a", "b", "Z", "_", "\"", "\\", "/", "\n", "é", "e\u0301", "Ω", "中", "\ud7ff", "\ue000", "ｚ", "\uffff", "𝒜", "😀", "\U0010FFFF"];

    private static readonly JsonSerializerOptions Escaping = new() { WriteIndented = true };
    private static readonly JsonSerializerOptions Literal = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_trees_have_the_hash_and_the_objects_that_the_protocol_gives_them(int seed)
    {
        var random = new Random(seed);
        var tree = Tree(random, "ROOT", 0);
        var json = JsonSerializer.SerializeToUtf8Bytes(tree, seed % 2 == 0 ? Escaping : Literal);
        var manifest = Trees.Read(json);

        Assert.Equal(NaiveManifest.Hash(json), Convert.ToHexStringLower(PackageHash.Compute(manifest)));
        Assert.Equal(
            NaiveManifest.Objects(tree).Distinct(), Enumerable.Range(0, manifest.Objects.Count).Select(i => Trees.Object(manifest, i)));
        foreach (var (name, child) in tree["children"]!.AsObject())
        {
            Assert.True(manifest.TryGetNode([name], out var node, out _));
            Assert.Equal(name, Trees.Name(manifest, node));
            Assert.Equal(
                NaiveManifest.Objects(child!).Distinct().Order(),
                manifest.ObjectsOf(node, metadataOnly: false).Select(i => Trees.Object(manifest, i)).Order());
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    private static JsonObject Tree(Random random, string type, int depth)
    {
        var keys = new List<KeyValuePair<string, JsonNode?>> { new("type", type) };
        if (type is "ROOT" or "GROUP")
        {
            var children = new JsonObject();
            for (var count = random.Next(depth switch { 0 => 60, 1 => 20, < 6 => 4, _ => 1 }); count > 0; count--)
            {
                string[] types = ["FILE", "TABLE", "FILE", "GROUP"];
                children[Name(random)] = Tree(random, types[random.Next(types.Length)], depth + 1);
            }

            keys.Add(new("children", children));
        }
        else
        {
            keys.Add(new("hashes", new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => JsonValue.Create(Hash(random)))])));
            if (random.Next(2) == 0)
            {
                keys.Add(new("metadata", new JsonObject { ["q_path"] = Name(random), [Name(random) + "x"] = new JsonArray(1, null, "\"") }));
            }
        }

        if (type == "TABLE")
        {
            keys.Add(new("format", "PARQUET"));
        }

        if (random.Next(4) == 0)
        {
            keys.Add(new("metadata_hash", Hash(random)));
        }

        return new(keys.OrderBy(_ => random.Next()));
    }

    private static string Name(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Letters[random.Next(Letters.Length)]));

    // Few distinct values, so that objects repeat.
    private static string Hash(Random random) => random.Next(500).ToString("x64", null);
}
