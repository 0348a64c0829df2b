using System.Text;
using Quilt.Api.Manifests;

namespace Quilt.Tests.Manifests;

/// <summary>Large, deep and hostile bodies.</summary>
public sealed class ManifestScaleTests
{
    [Fact]
    public void Memory_for_400_000_objects_is_less_than_four_times_the_body()
    {
        var body = LargeBody(400_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var push = PushBody.Parse(body, ManifestLimits.Default, PushBodyKind.Package).Value!;
        var sizes = push.SizesOfObjects().Value!;
        PackageHash.Compute(push.Manifest);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(400_000, push.Manifest.Objects.Count);
        Assert.Equal(399_999, sizes[^1]);
        Assert.InRange(allocated, 0, body.Length * 4L);
    }

    [Fact]
    public void Groups_nested_without_end_are_refused()
    {
        var groups = string.Concat(Enumerable.Repeat("{\"type\":\"GROUP\",\"children\":{\"a\":", 100_000));
        var error = Trees.Push("{\"contents\":{\"type\":\"ROOT\",\"children\":{\"a\":" + groups).Error!;

        Assert.EndsWith("/a/children: nested deeper than the 1000 levels allowed", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 1, 500);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Metadata_nested_without_end_is_refused(string open, string close)
    {
        const int Levels = 100_000;
        var value = string.Concat(Enumerable.Repeat(open, Levels)) + "1" + string.Concat(Enumerable.Repeat(close, Levels));
        var error = Trees.Push("{\"contents\":{\"type\":\"FILE\",\"hashes\":[],\"metadata\":{\"x\":" + value + "}}}").Error;

        Assert.Equal("contents/metadata: nested deeper than the 64 levels allowed", error);
    }

    [Fact]
    public void Trees_at_the_limits_are_read_and_beyond_are_not()
    {
        var limits = ManifestLimits.Default with { Depth = 3, Objects = 2, NameLength = 2, MetadataDepth = 1 };
        string? Error(string children) => Manifest.Read(Trees.Json("""{"type":"ROOT","children":{CHILDREN}}"""
            .Replace("CHILDREN", children, StringComparison.Ordinal)), limits).Error;
        const string Group = "\"𝒜𝒜\":{\"type\":\"GROUP\",\"children\":{";

        Assert.Null(Error(Group + Group + "\"x\":{\"type\":\"FILE\",\"hashes\":[\"A\",\"B\",\"A\"],\"metadata\":{\"m\":1}}}}}}"));
        Assert.Contains("nested deeper than the 3 levels", Error(Group + Group + Group + "\"x\":{\"type\":\"FILE\",\"hashes\":[]}}}}}}}"), StringComparison.Ordinal);
        Assert.Contains("more than the 2 objects", Error("\"x\":{\"type\":\"FILE\",\"hashes\":[\"A\",\"B\",\"C\"]}"), StringComparison.Ordinal);
        Assert.Contains("longer than the 2 characters", Error("\"xyz\":{\"type\":\"FILE\",\"hashes\":[]}"), StringComparison.Ordinal);
        Assert.Contains("nested deeper than the 1 levels", Error("\"x\":{\"type\":\"FILE\",\"hashes\":[],\"metadata\":{\"m\":[]}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_tree_is_read_whatever_the_limits_are_now()
    {
        var tree = "{\"type\":\"ROOT\",\"children\":{\"" + new string('x', 5_000) + "\":"
            + string.Concat(Enumerable.Repeat("{\"type\":\"GROUP\",\"children\":{\"a\":", 2_000))
            + "{\"type\":\"FILE\",\"hashes\":[\"A\"]}" + new string('}', 4_002);
        var manifest = Manifest.Read(Trees.Json(tree), ManifestLimits.None).Value!;

        Assert.Equal(2_002, manifest.NodeCount);
        Assert.Equal([0], manifest.ObjectsOf(Manifest.Top, metadataOnly: false));
    }

    private static byte[] LargeBody(int objects)
    {
        var body = new StringBuilder("{\"dry_run\":false,\"contents\":{\"type\":\"ROOT\",\"children\":{");
        for (var i = 0; i < objects; i++)
        {
            body.Append(i == 0 ? "" : ",").Append("\"file_").Append((i * 7919L) % objects)
                .Append("\":{\"type\":\"FILE\",\"hashes\":[\"").Append(i.ToString("x64", null))
                .Append("\"],\"metadata\":{\"q_ext\":\"csv\",\"q_path\":\"data/").Append(i).Append(".csv\",\"q_target\":\"pandas\"}}");
        }

        body.Append("}},\"description\":\"\",\"sizes\":{");
        for (var i = 0; i < objects; i++)
        {
            body.Append(i == 0 ? "" : ",").Append('"').Append(i.ToString("x64", null)).Append("\":").Append(i);
        }

        return Encoding.UTF8.GetBytes(body.Append("}}").ToString());
    }
}
