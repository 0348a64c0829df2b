using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

/// <summary>The constants were computed outside this code, in the manner of the first client.</summary>
public sealed class PackageHashTests
{
    public static TheoryData<string, string, string> Vectors => new()
    {
        {
            "an empty package",
            """{"type":"ROOT","children":{}}""",
            "3e659fce4c878d0ad00f6df85ca1aef2aa1bcef25137f030312f01f39d256a82"
        },
        {
            "one file",
            """{"type":"ROOT","children":{"foo":{"type":"FILE","hashes":["A"]}}}""",
            "a78802e45fc1fc13acc86c769f56ca48609a3232823393295988b5116f48bb45"
        },
        {
            "the type after everything else, an escaped key, white space",
            """ { "children" : { "foo": {"\u0068ashes":["A"], "type":"F\u0049LE"} } , "type":"ROOT" } """,
            "a78802e45fc1fc13acc86c769f56ca48609a3232823393295988b5116f48bb45"
        },
        {
            "a name beyond the BMP sorts after U+FF5A and is one long",
            """{"type":"ROOT","children":{"𝒜":{"type":"FILE","hashes":["A"]},"ｚ":{"type":"FILE","hashes":["B"]},"z":{"type":"FILE","hashes":["C"]}}}""",
            "88741434765c2db390186044ab44189533712aa37622d7bb4f19c76ba551c411"
        },
        {
            "the same in escapes",
            """{"type":"ROOT","children":{"\ud835\udc9c":{"type":"FILE","hashes":["A"]},"\uFF5a":{"type":"FILE","hashes":["B"]},"\u007a":{"type":"FILE","hashes":["C"]}}}""",
            "88741434765c2db390186044ab44189533712aa37622d7bb4f19c76ba551c411"
        },
        {
            "empty groups",
            """{"type":"ROOT","children":{"g":{"type":"GROUP","children":{}},"h":{"type":"GROUP","children":{"i":{"type":"GROUP","children":{}}}}}}""",
            "6a52b5d53dc9a9962de45c99a3e56d9a10e1025cddbed0aa887b65b8484a1a6c"
        },
        {
            "metadata hashes at every kind of node",
            """{"type":"ROOT","children":{"f":{"type":"FILE","hashes":["A"],"metadata_hash":"B"},"g":{"type":"GROUP","children":{},"metadata_hash":"C"}},"metadata_hash":"A"}""",
            "fd5d8cb96b9af86768e6d1c8cbbf24e356a6007963a483e02046073acfaec708"
        },
        {
            "a table of several objects; metadata and format are not hashed",
            """{"type":"ROOT","children":{"t":{"type":"TABLE","hashes":["A","B","C"],"format":"HDF5","metadata":{"y":[2]}}}}""",
            "cdfdf0bd786a71acd0f8b19bec807cd2fb2150790487f90e962750de4d214a02"
        },
        {
            "groups in groups, unsorted",
            """{"type":"ROOT","children":{"b":{"type":"GROUP","children":{"b":{"type":"FILE","hashes":["B"]},"a":{"type":"GROUP","children":{"c":{"type":"FILE","hashes":["C"]}}}}},"a":{"type":"FILE","hashes":["A"]}}}""",
            "6b75a8f9db10a29a10e38dde454347265306fb8223fd153627e4bb9633ec1d3a"
        },
        {
            "names that begin with each other, the empty one too",
            """{"type":"ROOT","children":{"aa":{"type":"FILE","hashes":["A"]},"a":{"type":"FILE","hashes":["A"]},"aaaaaaaaab":{"type":"FILE","hashes":["A"]},"aaaaaaaaa":{"type":"FILE","hashes":["A"]},"":{"type":"FILE","hashes":["A"]},"aaaaaaaaaa":{"type":"FILE","hashes":["A"]}}}""",
            "ffe1323fbc655b6c4e00a9d1e10758b7ef902265d58f8392215f5d937337ee45"
        },
        {
            "an escaped accent",
            """{"type":"ROOT","children":{"caf\u00e9":{"type":"FILE","hashes":["A"]}}}""",
            "31f29375245bcb0dc3582cf4d3620c7182acf2e370052cbde49bbc5bdaa10f8b"
        },
        {
            "a package that the Python client pushed",
            """
            {"type":"ROOT","children":{
              "README":{"type":"FILE","hashes":["1d79a97e521eeaa0d48959db90ab691cab8a92c5c08a3a1ee0c5ae15d8100bd4"],"metadata":{"q_ext":"id","q_path":"data/README.md","q_target":"file"}},
              "docs":{"type":"GROUP","children":{
                "deep":{"type":"GROUP","children":{
                  "blob":{"type":"FILE","hashes":["01b996be1cfae986e3d4dfac68ec8d05b3d084711c3c180aa04bb4062ab57b87"],"metadata":{}},
                  "empty":{"type":"FILE","hashes":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}}},
                "note":{"type":"FILE","metadata_hash":"5c970fa86b811f38186f1cef781a2e5e740b3ea5e588b5834d9f4987cd5f7925","hashes":["35b17cf9bb0e09ad9ad9fd2508e31ab25ef49fa0dba93440e5eb0bb0d074dd8b"]}}},
              "people":{"type":"FILE","hashes":["de21998df7317a309c7f6f78f9a628998d0027ee6a9670ac984531c21d3bceb4"],"metadata":{"q_target":"pandas"}}}}
            """,
            "b6b9a00279d46efe2d73f99bf91dae9050484922afd6e0f7c5bcaffecbbe10cc"
        },
        {
            "a package with odd names that the Python client pushed",
            """
            {"type":"ROOT","children":{
              "aｚ":{"type":"FILE","hashes":["7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"]},
              "a𝒜":{"type":"FILE","hashes":["3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"]},
              "naïve":{"type":"GROUP","children":{
                "xΩ":{"type":"FILE","metadata_hash":"f3facd392b885a13090e8ff83697ee59ed6f904f1c95d94fdc21d09695050444","hashes":["8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f"]}}}}}
            """,
            "125b49e5173675f6fd26bc9622928343c5814f1db8fd1fd9bba783f72ce0fd11"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_hash_is_the_clients(string what, string tree, string hash)
    {
        Assert.NotEmpty(what);
        Assert.Equal(hash, Convert.ToHexStringLower(PackageHash.Compute(Trees.Read(tree))));
    }

    [Fact]
    public void Names_longer_than_the_buffer_are_hashed_whole()
    {
        var limits = ManifestLimits.Default with { NameLength = 100_000 };
        var tree = Trees.Json("""{"type":"ROOT","children":{"NAME":{"type":"FILE","hashes":["A"]}}}"""
            .Replace("NAME", new string('x', 70_000), StringComparison.Ordinal));

        Assert.Equal(NaiveManifest.Hash(tree), Convert.ToHexStringLower(PackageHash.Compute(Manifest.Read(tree, limits).Value!)));
    }
}
