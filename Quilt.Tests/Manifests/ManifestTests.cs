using System.Text;
using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

public sealed class ManifestTests
{
    private const string Nested = """
        {"type":"ROOT","metadata_hash":"F","children":{
          "docs":{"type":"GROUP","metadata_hash":"E","children":{
            "b":{"type":"FILE","hashes":["B","A"]},
            "a":{"type":"TABLE","format":"PARQUET","hashes":["A"],"metadata_hash":"D"}}},
          "README":{"type":"FILE","hashes":["C"],"metadata":{"q_path":"x"}}}}
        """;

    [Fact]
    public void Objects_are_numbered_by_first_appearance()
    {
        var manifest = Trees.Read(Nested);

        Assert.Equal(["f", "e", "b", "a", "d", "c"], Enumerable.Range(0, manifest.Objects.Count).Select(i => Trees.Object(manifest, i)[..1]));
    }

    [Theory]
    [InlineData("", false, "febadc")]
    [InlineData("", true, "fed")]
    [InlineData("docs", false, "ebad")]
    [InlineData("docs", true, "ed")]
    [InlineData("docs/b", false, "ba")]
    [InlineData("docs/b", true, "")]
    [InlineData("docs/a", false, "ad")]
    [InlineData("README", false, "c")]
    public void A_subtree_has_its_own_objects(string path, bool metadataOnly, string letters)
    {
        var manifest = Trees.Read(Nested);
        Assert.True(manifest.TryGetNode(path.Split('/', StringSplitOptions.RemoveEmptyEntries), out var node, out _));

        Assert.Equal(letters, string.Concat(manifest.ObjectsOf(node, metadataOnly).Select(i => Trees.Object(manifest, i)[0])));
    }

    [Theory]
    [InlineData("nothing", "nothing")]
    [InlineData("docs/c", "c")]
    [InlineData("docs/a/x", "x")]
    [InlineData("docs//a", "")]
    [InlineData("README/x/y", "x")]
    public void A_path_to_nothing_names_what_is_missing(string path, string missing)
    {
        Assert.False(Trees.Read(Nested).TryGetNode(path.Split('/'), out _, out var name));
        Assert.Equal(missing, name);
    }

    [Theory]
    [InlineData("""{"type":"FILE","hashes":["C","A"]}""", 'C')]
    [InlineData("""{"type":"FILE","hashes":[]}""", null)]
    [InlineData("""{"type":"TABLE","hashes":["A"],"format":"PARQUET"}""", null)]
    [InlineData("""{"type":"GROUP","children":{"README":{"type":"FILE","hashes":["A"]}}}""", null)]
    public void The_readme_is_a_file_of_that_name_at_the_top(string node, char? letter)
    {
        var manifest = Trees.Read("""{"type":"ROOT","children":{"a":{"type":"FILE","hashes":["B"]},"README":NODE}}"""
            .Replace("NODE", node, StringComparison.Ordinal));
        var readme = manifest.Readme();

        Assert.Equal(letter is { } expected ? Trees.HashOf(expected) : null, readme < 0 ? null : Trees.Object(manifest, readme));
    }

    [Fact]
    public void A_preview_shows_ten_children_and_four_levels()
    {
        var big = string.Join(',', Enumerable.Range(1, 11).Reverse().Select(i => $$$"""
            "child{{{i:00}}}":{"type":"GROUP","children":{}}
            """));
        var manifest = Trees.Read("""
            {"type":"ROOT","children":{
              "group1":{"type":"GROUP","children":{"group2":{"type":"GROUP","children":{"group3":{"type":"GROUP","children":{
                "é4":{"type":"GROUP","children":{"deep":{"type":"FILE","hashes":["A"]}}}}}}}}},
              "README":{"type":"FILE","hashes":["A"]},
              "big_group":{"type":"GROUP","children":{BIG}}}}
            """.Replace("BIG", big, StringComparison.Ordinal));

        Assert.Equal(
            """[["README",null],["big_group",[["child01",[]],["child02",[]],["child03",[]],["child04",[]],["child05",[]],"""
            + """["child06",[]],["child07",[]],["child08",[]],["child09",[]],["child10",[]],["...",null]]],"""
            + """["group1",[["group2",[["group3",[["é4",[["...",null]]]]]]]]]]""",
            Encoding.UTF8.GetString(Preview.Of(manifest)));
    }

    [Theory]
    [InlineData("a.csv", ".csv")]
    [InlineData("dir.d/A.CSV", ".csv")]
    [InlineData(@"C:\data\photo.JPG", ".jpg")]
    [InlineData("C:x.exe", ".exe")]
    [InlineData("C:.exe", "")]
    [InlineData(@"\\host\share.x", "")]
    [InlineData(@"\\host\share\a.x", ".x")]
    [InlineData("a.csv/", ".csv")]
    [InlineData("a.csv/.", ".csv")]
    [InlineData("a/.hidden", "")]
    [InlineData("a.", "")]
    [InlineData("..", "")]
    [InlineData("a.tar.gz", ".gz")]
    [InlineData("plain", "")]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("a.É", ".é")]
    public void The_extension_of_a_path_is_found_wherever_it_comes_from(string path, string extension)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(path);
        var counts = FileTypes.Count(Trees.Read("""{"type":"ROOT","children":{"f":{"type":"FILE","hashes":["A"],"metadata":{"z":{"q_path":"n.o"},"q_path":PATH}}}}"""
            .Replace("PATH", json, StringComparison.Ordinal)));

        Assert.Equal([new(extension, 1)], counts);
    }

    [Fact]
    public void File_types_count_tables_and_files_with_and_without_a_path()
    {
        var counts = FileTypes.Count(Trees.Read("""
            {"type":"ROOT","children":{
              "a":{"type":"FILE","hashes":["A"],"metadata":{"q_path":"x.CSV"}},
              "b":{"type":"TABLE","format":"PARQUET","hashes":["A"],"metadata":{"q_path":"y.csv"}},
              "c":{"type":"FILE","hashes":["A"],"metadata":{"q_path":7}},
              "d":{"type":"FILE","hashes":["A"],"metadata":{"q_ext":"csv"}},
              "g":{"type":"GROUP","children":{"e":{"type":"FILE","hashes":["A"]}}}}}
            """));

        Assert.Equal(new Dictionary<string, int> { [".csv"] = 2, [""] = 3 }, counts);
    }

    [Fact]
    public void An_extension_of_any_length_is_counted()
    {
        var extension = "." + new string('x', 300);
        var counts = FileTypes.Count(Trees.Read("""{"type":"ROOT","children":{"f":{"type":"FILE","hashes":["A"],"metadata":{"q_path":"aEXT"}}}}"""
            .Replace("EXT", extension, StringComparison.Ordinal)));

        Assert.Equal([new(extension, 1)], counts);
    }
}
