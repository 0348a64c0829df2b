using System.Text;
using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

public sealed class PushBodyTests
{
    private const string File = """{"type":"FILE","hashes":["A"]}""";

    public static TheoryData<string, string> Malformed => new()
    {
        // The body
        { "", "not valid JSON" },
        { "nul", "not valid JSON" },
        { "[]", "The body must be a JSON object." },
        { "\"x\"", "The body must be a JSON object." },
        { "null", "The body must be a JSON object." },
        { "{", "not valid JSON" },
        { Body(Root("")) + "{}", "not valid JSON" },
        { Body(Root("")) + "x", "not valid JSON" },
        { Body(Root("")).Replace("} }", "},}", StringComparison.Ordinal), "not valid JSON" },
        { """{"contents":{"type":"ROOT","children":{}},"sizes":{}}""", "\"description\" is missing" },
        { """{"description":"","sizes":{}}""", "\"contents\" is missing" },
        { """{"description":"","contents":{"type":"ROOT","children":{}}}""", "\"sizes\" is missing" },
        { Body(Root(""), more: "\"extra\":1"), "unknown key \"extra\"" },
        { Body(Root(""), more: "\"description\":\"\""), "the key \"description\" stands there twice" },
        { Body(Root(""), more: "\"d\\u0065scription\":\"\""), "stands there twice" },
        { Body(Root(""), more: "\"dry_run\":1"), "dry_run: true or false is expected" },
        { Body(Root(""), more: "\"dry_run\":null"), "dry_run: true or false is expected" },
        { Body(Root(""), more: "\"is_public\":\"true\""), "is_public: true or false is expected" },
        { Body(Root(""), more: "\"is_team\":{}"), "is_team: true or false is expected" },
        { Body(Root(""), more: "\"public\":[]"), "public: true or false is expected" },
        { Body(Root(""), description: "null"), "description: a string is expected" },
        { Body(Root(""), description: "7"), "description: a string is expected" },
        { Body(Root(""), description: "\"\\u0000\""), "description: the character U+0000" },
        { Body(Root(""), description: "\"\u0000\""), "not valid JSON" },
        { Body(Root(""), description: "\"\\ud800\""), "description: half of a surrogate pair" },
        // Sizes
        { Body(Root(""), sizes: "[]"), "sizes: an object is expected" },
        { Body(Root(""), sizes: """{"x":1}"""), "sizes: the key \"x\" is not an object's hash" },
        { Body(Root(""), sizes: """{"A":-1}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":1.5}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":1e3}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":"3"}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":true}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":null}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":9223372036854775808}"""), "an integer of at least 0" },
        { Body(Root(""), sizes: """{"A":1,"A":1}"""), "stands there twice" },
        // Nodes
        { Body("[]"), "contents: a node (an object) is expected" },
        { Body("null"), "contents: a node (an object) is expected" },
        { Body("{}"), "contents: the key \"type\" is missing" },
        { Body("""{"children":{}}"""), "contents: the key \"type\" is missing" },
        { Body("""{"type":"ROOT"}"""), "contents: the key \"children\" is missing" },
        { Body("""{"type":"root","children":{}}"""), "contents/type: ROOT, GROUP, TABLE or FILE is expected" },
        { Body("""{"type":1,"children":{}}"""), "contents/type: ROOT, GROUP, TABLE or FILE is expected" },
        { Body("""{"type":"ROOT","children":[]}"""), "contents/children: an object is expected" },
        { Body("""{"type":"ROOT","children":null}"""), "contents/children: an object is expected" },
        { Body("""{"type":"ROOT","children":{},"children":{}}"""), "contents: the key \"children\" stands there twice" },
        { Body("""{"type":"ROOT","children":{},"x":1}"""), "contents: unknown key \"x\"" },
        { Body("""{"type":"ROOT","children":{},"metadata":{}}"""), "contents: a ROOT node has no key \"metadata\"" },
        { Body("""{"type":"ROOT","children":{},"hashes":[]}"""), "contents: a ROOT node has no key \"hashes\"" },
        { Body("""{"type":"ROOT","children":{},"metadata_hash":null}"""), "contents/metadata_hash: 64 lower-case hex digits" },
        { Body(Root("\"a\":7")), "contents/children/a: a node (an object) is expected" },
        { Body(Root("\"a\":null")), "contents/children/a: a node (an object) is expected" },
        { Body(Root("""
            "a":{"type":"ROOT","children":{}}
            """)), "contents/children/a: a ROOT node can only be at the top" },
        { Body(Root($"\"a\":{File},\"a\":{File}")), "contents/children: the name \"a\" stands there twice" },
        { Body(Root($"\"b\":{File},\"a\":{File},\"\\u0062\":{File}")), "contents/children: the name \"b\" stands there twice" },
        { Body(Root($"\"é\":{File},\"\\u00e9\":{File}")), "contents/children: the name \"é\" stands there twice" },
        { Body(Root($"\"a\\u0000\":{File}")), "contents/children: in a name, the character U+0000 is not allowed" },
        { Body(Root($"\"\\udc00\":{File}")), "contents/children: in a name, half of a surrogate pair" },
        { Body(Root($"\"\\ud800x\":{File}")), "contents/children: in a name, half of a surrogate pair" },
        { Body(Root($"\"\\ud800\\ud800\":{File}")), "contents/children: in a name, half of a surrogate pair" },
        { Body(Root($"\"{new string('x', 1_025)}\":{File}")), "a name is longer than the 1024 characters" },
        { Body(Root("""
            "g":{"type":"GROUP","children":{"f":{"type":"FILE","hashes":["A","b"]}}}
            """)), "contents/children/g/children/f/hashes[1]: 64 lower-case hex digits" },
        { Body(Root("""
            "g":{"type":"GROUP","children":{},"format":"PARQUET"}
            """)), "contents/children/g: a GROUP node has no key \"format\"" },
        { Body(Root("""
            "f":{"type":"FILE"}
            """)), "contents/children/f: the key \"hashes\" is missing" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":"A"}
            """)), "contents/children/f/hashes: an array is expected" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":[["A"]]}
            """)), "contents/children/f/hashes[0]: 64" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":[null]}
            """)), "contents/children/f/hashes[0]: 64" },
        { Body(Root($$"""
            "f":{"type":"FILE","hashes":["{{new string('A', 64)}}"]}
            """)), "contents/children/f/hashes[0]: 64" },
        { Body(Root($$"""
            "f":{"type":"FILE","hashes":["{{new string('g', 64)}}"]}
            """)), "contents/children/f/hashes[0]: 64" },
        { Body(Root($$"""
            "f":{"type":"FILE","hashes":["{{new string('a', 66)}}"]}
            """)), "contents/children/f/hashes[0]: 64" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"format":"PARQUET"}
            """)), "contents/children/f: a FILE node has no key \"format\"" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"children":{}}
            """)), "contents/children/f: a FILE node has no key \"children\"" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"metadata":null}
            """)), "contents/children/f/metadata: an object is expected" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"metadata":{"a":1,"b":{"c":1,"\u0063":2}}}
            """)), "contents/children/f/metadata: the key \"c\" stands there twice" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"metadata":{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1,"1":1}}
            """)), "contents/children/f/metadata: the key \"1\" stands there twice" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"metadata":{"a":["\u0000"]}}
            """)), "contents/children/f/metadata: the character U+0000" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"metadata":{"\ud800":1}}
            """)), "contents/children/f/metadata: half of a surrogate pair" },
        { Body(Root("""
            "f":{"type":"FILE","hashes":["A"],"metadata":{"a":NaN}}
            """)), "not valid JSON" },
        { Body(Root("""
            "t":{"type":"TABLE","hashes":["A"]}
            """)), "contents/children/t: the key \"format\" is missing" },
        { Body(Root("""
            "t":{"type":"TABLE","hashes":["A"],"format":"CSV"}
            """)), "contents/children/t/format: \"PARQUET\" or \"HDF5\" is expected" },
        { Body(Root("""
            "t":{"type":"TABLE","hashes":["A"],"format":null}
            """)), "contents/children/t/format: \"PARQUET\" or \"HDF5\" is expected" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_body_is_refused_with_what_and_where(string body, string message)
    {
        Assert.Contains(message, Trees.Push(body).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var body = Trees.Json(Body(Root("\"?\":" + File)));
        body[Array.IndexOf(body, (byte)'?')] = 0xFF;

        Assert.Equal("The body is not valid UTF-8.", PushBody.Parse(body, ManifestLimits.Default, PushBodyKind.Package).Error);
    }

    [Fact]
    public void A_body_cut_anywhere_is_refused()
    {
        var body = Trees.Json(Body(Root($"\"\\u00e9\":{File}"), sizes: """{"A":1}""", more: "\"is_public\":true"));
        for (var length = 0; length < body.Length; length++)
        {
            Assert.False(PushBody.Parse(body.AsMemory(0, length), ManifestLimits.Default, PushBodyKind.Package).IsValid);
        }
    }

    [Fact]
    public void A_body_with_any_byte_replaced_is_read_or_refused()
    {
        var original = Trees.Json(Body(Root($"\"\\u00e9é\":{File},\"b\":{File}"), sizes: """{"A":1}"""));
        foreach (byte replacement in "\0\"{}[],:\\u0aAé"u8)
        {
            for (var at = 0; at < original.Length; at++)
            {
                var body = (byte[])original.Clone();
                body[at] = replacement;
                var parsed = PushBody.Parse(body, ManifestLimits.Default, PushBodyKind.Package);
                Assert.True(parsed.IsValid != parsed.Error is { Length: > 0 });
            }
        }
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("\"public\":true", true, false)]
    [InlineData("\"is_public\":true", true, false)]
    [InlineData("\"is_public\":false,\"public\":true", false, false)]
    [InlineData("\"is_team\":true,\"public\":false", false, true)]
    public void Flags_are_off_unless_asked_for(string flags, bool isPublic, bool isTeam)
    {
        var body = Trees.ValidPush(Body(Root(""), more: flags));

        Assert.Equal((false, isPublic, isTeam), (body.DryRun, body.IsPublic, body.IsTeam));
    }

    [Fact]
    public void The_tree_is_kept_byte_for_byte()
    {
        const string Tree = """{ "children":{"x\u0301" : {"hashes":["A"],"metadata":{"unknown":[1.50,{"a":null}]}, "type":"FILE"}},"type" : "ROOT" }""";

        Assert.Equal(Trees.Json(Tree), Trees.ValidPush(Body(Tree)).Manifest.Contents.ToArray());
    }

    [Theory]
    [InlineData(PushBodyKind.Package, File, "contents: a ROOT node is expected, not FILE")]
    [InlineData(PushBodyKind.Package, """{"type":"GROUP","children":{}}""", "contents: a ROOT node is expected, not GROUP")]
    [InlineData(PushBodyKind.Package, """{"type":"ROOT","children":{}}""", null)]
    [InlineData(PushBodyKind.SubPackage, """{"type":"ROOT","children":{}}""", "contents: a GROUP, TABLE or FILE node is expected, not ROOT")]
    [InlineData(PushBodyKind.SubPackage, """{"type":"GROUP","children":{}}""", null)]
    [InlineData(PushBodyKind.SubPackage, File, null)]
    internal void A_top_node_of_the_wrong_type_is_told_apart_from_a_malformed_body(PushBodyKind kind, string contents, string? error)
    {
        Assert.Equal(error, Trees.ValidPush(Body(contents), kind).TopNodeError);
    }

    [Fact]
    public void Sizes_come_in_the_order_of_the_objects()
    {
        var body = Trees.ValidPush(Body(
            Root("""
                "f":{"type":"FILE","hashes":["C","A","C"],"metadata_hash":"B"}
                """),
            sizes: """{"A":1,"B":9223372036854775807,"C":0}"""));

        Assert.Equal([0, 1, long.MaxValue], body.SizesOfObjects().Value!);
    }

    [Theory]
    [InlineData("""{"A":1}""", "sizes: the object bbbb")]
    [InlineData("""{"A":1,"B":1,"C":1}""", "sizes: the object cccc")]
    [InlineData("{}", "sizes: the object aaaa")]
    public void Sizes_of_other_objects_than_the_trees_are_refused(string sizes, string message)
    {
        var body = Trees.ValidPush(Body(
            Root("""
                "f":{"type":"FILE","hashes":["A"],"metadata_hash":"B"}
                """),
            sizes));

        Assert.StartsWith(message, body.SizesOfObjects().Error, StringComparison.Ordinal);
    }

    private static string Root(string children) => $$"""{"type":"ROOT","children":{ {{children}} } }""";

    private static string Body(string contents, string sizes = "{}", string description = "\"\"", string more = "") =>
        new StringBuilder($$"""{"contents":{{contents}},"description":{{description}},"sizes":{{sizes}}""")
            .Append(more.Length > 0 ? "," : "").Append(more).Append('}').ToString();
}
