using System.Text.Json;
using Quilt.Client;

namespace Quilt.Tests.Client;

public sealed class PackageTreeTests
{
    [Fact]
    public void A_tree_survives_the_wire()
    {
        const string json = """
            {"type":"ROOT","children":{
              "t":{"type":"TABLE","hashes":["aa"],"metadata":{"type":"kept","deep":[{"x":null}]},"format":"HDF5","metadata_hash":"bb"},
              "g":{"type":"GROUP","children":{"f":{"type":"FILE","hashes":[],"metadata":{}}}}}}
            """;

        var written = JsonSerializer.Serialize(PackageHashTests.Parse(json));

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(written)), written);
    }

    [Theory]
    [InlineData("""{"type": "ROOT", "children": {"a": {"type": "LINK"}}}""")]
    [InlineData("""{"type": "ROOT", "children": {"a": {"hashes": []}}}""")]
    [InlineData("""{"type": "ROOT", "children": {"a": 1}}""")]
    [InlineData("""{"type": "ROOT", "children": []}""")]
    [InlineData("""{"type": "FILE", "hashes": [null]}""")]
    [InlineData("""{"type": "ROOT", "children": {"a": {"type": "FILE"}, "a": {"type": "FILE"}}}""")]
    public void What_is_no_tree_is_refused(string json) =>
        Assert.Throws<JsonException>(() => PackageHashTests.Parse(json));

    [Fact]
    public void A_builder_makes_the_groups_on_the_way_and_keeps_each_object_once()
    {
        var builder = new PackageBuilder()
            .AddFile("a/b/one", "same"u8.ToArray())
            .AddFile("a/two", "same"u8.ToArray())
            .AddFile("README", "text"u8.ToArray())
            .AddGroup("a/empty");

        Assert.Equal(NodeType.File, builder.Root.Find("a/b/one")?.Type);
        Assert.Equal(NodeType.Group, builder.Root.Find("a/empty")?.Type);
        Assert.Null(builder.Root.Find("a/three"));
        Assert.Equal(2, builder.Objects.Count);
        Assert.Equal(builder.Root.Objects().Order(), builder.Sizes.Keys.Order());
        Assert.Equal(["", "README", "a", "a/b", "a/b/one", "a/empty", "a/two"], builder.Root.Walk().Select(entry => entry.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a/file")]
    [InlineData("a/file/inside")]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("a//b")]
    public void A_builder_refuses_a_path_that_is_taken_or_empty(string path)
    {
        var builder = new PackageBuilder().AddFile("a/file", "x"u8.ToArray());

        Assert.Throws<ArgumentException>(() => builder.AddFile(path, "y"u8.ToArray()));
    }
}
