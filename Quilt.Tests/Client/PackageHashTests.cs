using System.Text.Json;
using Quilt.Client;

namespace Quilt.Tests.Client;

public sealed class PackageHashTests
{
    /// <summary>Computed apart from this code, byte by byte as the protocol says; the last one is what the Python client pushed.</summary>
    public static TheoryData<string, string, string> Vectors => new()
    {
        { "an empty package", "{}", "3e659fce4c878d0ad00f6df85ca1aef2aa1bcef25137f030312f01f39d256a82" },
        {
            "names beyond the basic plane, which sort by code point and count as one",
            $$"""{"\uffee": {{File('a')}}, "\ud83d\ude00": {{File('b')}}, "z": {{File('c')}} }""",
            "b5e1725c74187dc161bd397afd0d4d13e7e2e3dff751bb654c6d8225b9519bd3"
        },
        {
            "a table of two objects with metadata, which counts, and a note and a format, which do not",
            $$"""{"t": {"type": "TABLE", "format": "PARQUET", "metadata": {"q": 1}, "hashes": ["{{H('1')}}", "{{H('2')}}"], "metadata_hash": "{{H('3')}}"} }""",
            "d4fc3d08e16c6862fcb5a3800c1255af483682480e538b8b74795df250e2669d"
        },
        {
            "a package as the Python client pushed it",
            """
            {
              "people": {"type": "FILE", "metadata": {"q_target": "pandas"}, "hashes": ["de21998df7317a309c7f6f78f9a628998d0027ee6a9670ac984531c21d3bceb4"]},
              "docs": {"children": {
                "note": {"type": "FILE", "metadata": {}, "metadata_hash": "5c970fa86b811f38186f1cef781a2e5e740b3ea5e588b5834d9f4987cd5f7925", "hashes": ["67a204d5fac54feb137dea4c84d3b3585a77c774aba11f419d02e248270f4783"]},
                "deep": {"type": "GROUP", "children": {
                  "blob": {"type": "FILE", "metadata": {}, "hashes": ["01b996be1cfae986e3d4dfac68ec8d05b3d084711c3c180aa04bb4062ab57b87"]},
                  "empty": {"type": "FILE", "metadata": {}, "hashes": ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}}}},
                "type": "GROUP"},
              "README": {"type": "FILE", "metadata": {}, "hashes": ["1d79a97e521eeaa0d48959db90ab691cab8a92c5c08a3a1ee0c5ae15d8100bd4"]}
            }
            """,
            "de769afb75ebefbb1bb922e6654d3cac45835bbf0cd3e0def4a70c2810d99c96"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_hash_of_a_package_is_what_the_protocol_says(string what, string children, string expected) =>
        Assert.True(
            PackageHash.Compute(Parse($$"""{"type": "ROOT", "children": {{children}}}""")) == expected,
            $"The hash differs for {what}.");

    [Fact]
    public void Metadata_of_groups_and_of_the_top_counts_after_their_children()
    {
        var root = PackageNode.Root(
            new Dictionary<string, PackageNode>
            {
                ["meta"] = PackageNode.Group(new Dictionary<string, PackageNode>(), H('d')),
                ["empty"] = PackageNode.Group(new Dictionary<string, PackageNode>()),
            },
            H('e'));

        Assert.Equal("7c8de72d106832391bb720b1598d374c5006b6f1aad398d7830a486edc92d07c", PackageHash.Compute(root));
    }

    [Fact]
    public void A_name_with_half_a_surrogate_pair_has_no_hash()
    {
        var root = PackageNode.Root(new Dictionary<string, PackageNode> { ["\ud83d"] = PackageNode.File([H('a')]) });

        Assert.ThrowsAny<ArgumentException>(() => PackageHash.Compute(root));
    }

    [Fact]
    public void A_tree_of_twenty_thousand_levels_is_written_read_and_hashed()
    {
        var node = PackageNode.File([H('a')]);
        for (var level = 0; level < 20_000; level++)
        {
            node = PackageNode.Group(new Dictionary<string, PackageNode> { ["g"] = node });
        }

        var root = PackageNode.Root(new Dictionary<string, PackageNode> { ["top"] = node });
        var deep = new JsonSerializerOptions { MaxDepth = 100_000 };

        var read = JsonSerializer.Deserialize<PackageNode>(JsonSerializer.Serialize(root, deep), deep)!;

        Assert.Equal(PackageHash.Compute(root), PackageHash.Compute(read));
        Assert.Equal([H('a')], read.Objects());
    }

    internal static string H(char digit) => new(digit, 64);

    internal static PackageNode Parse(string json) => JsonSerializer.Deserialize<PackageNode>(json)!;

    private static string File(char digit) => $$"""{"type": "FILE", "metadata": {}, "hashes": ["{{H(digit)}}"]}""";
}
