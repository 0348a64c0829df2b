using System.Text;
using System.Text.Json.Nodes;
using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

public sealed class TreeMergeTests
{
    private const string Node = """{"type":"FILE","hashes":["A"],"metadata":{"new":1}}""";

    public static TheoryData<string, string, string> Placements => new()
    {
        { "a", """{"type":"ROOT","children":{}}""", """{"type":"ROOT","children":{"a":NODE}}""" },
        { "a", """{"type":"ROOT","children":{"b":{"type":"FILE","hashes":[]}}}""", """{"type":"ROOT","children":{"b":{"type":"FILE","hashes":[]},"a":NODE}}""" },
        {
            "a/b/c",
            """{"type":"ROOT","children":{},"metadata_hash":"B"}""",
            """{"type":"ROOT","children":{"a":{"type":"GROUP","children":{"b":{"type":"GROUP","children":{"c":NODE}}}}},"metadata_hash":"B"}"""
        },
        {
            "g/a",
            """{"type":"ROOT","children":{"g":{"metadata_hash":"C","children":{"x":{"type":"FILE","hashes":["B"],"metadata":{"children":{"a":1},"keep":[1]}}},"type":"GROUP"}}}""",
            """{"type":"ROOT","children":{"g":{"metadata_hash":"C","children":{"x":{"type":"FILE","hashes":["B"],"metadata":{"children":{"a":1},"keep":[1]}},"a":NODE},"type":"GROUP"}}}"""
        },
        {
            "g",
            """{"type":"ROOT","children":{"f":{"type":"FILE","hashes":["C"]},"g":{"type":"GROUP","children":{"x":{"type":"FILE","hashes":["B"]}}}, "h" : {"type":"FILE","hashes":["D"]}}}""",
            """{"type":"ROOT","children":{"f":{"type":"FILE","hashes":["C"]},"g":NODE, "h" : {"type":"FILE","hashes":["D"]}}}"""
        },
        {
            "é",
            """{"type":"ROOT","children":{"\u00e9":{"type":"FILE","hashes":["B"]}}}""",
            """{"type":"ROOT","children":{"\u00e9":NODE}}"""
        },
        { "", """{"type":"ROOT","children":{}}""", """{"type":"ROOT","children":{"":NODE}}""" },
        { "q\"\\𝒜", """{"type":"ROOT","children":{}}""", """{"type":"ROOT","children":{"q\"\\𝒜":NODE}}""" },
    };

    [Theory]
    [MemberData(nameof(Placements))]
    public void A_node_is_placed_and_everything_else_stays(string path, string tree, string expected)
    {
        var merged = TreeMerge.Place(Trees.Json(tree), path.Split('/'), Trees.Json(Node));

        Assert.Null(merged.NotAGroup);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(Trees.Json(expected.Replace("NODE", Node, StringComparison.Ordinal))), JsonNode.Parse(merged.Contents.Span)));
        Assert.Equal(NaiveManifest.Hash(merged.Contents.ToArray()), Convert.ToHexStringLower(PackageHash.Compute(Trees.Read(merged.Contents))));
    }

    [Theory]
    [InlineData("f/a", "f")]
    [InlineData("f/a/b", "f")]
    [InlineData("g/t/a", "t")]
    public void A_node_that_is_no_group_on_the_way_is_named(string path, string name)
    {
        var tree = Trees.Json("""
            {"type":"ROOT","children":{"f":{"type":"FILE","hashes":["A"],"metadata":{"children":{}}},
              "g":{"type":"GROUP","children":{"t":{"type":"TABLE","format":"PARQUET","hashes":["A"]}}}}}
            """);

        Assert.Equal(name, TreeMerge.Place(tree, path.Split('/'), Trees.Json(Node)).NotAGroup);
    }

    [Fact]
    public void The_empty_tree_is_an_empty_package()
    {
        Assert.Equal("""{"type":"ROOT","children":{}}""", Encoding.UTF8.GetString(TreeMerge.EmptyTree.Span));
    }
}
