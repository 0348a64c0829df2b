using System.Net;
using System.Text.Json;
using Quilt.Client;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary><c>quilt push</c> and <c>quilt install</c>: every call and every object, in the client's order.</summary>
public sealed class PythonTransferTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private readonly string _package = FlowRegistry.NewName("package");

    private PythonClient User => registry.User;

    [Fact]
    public async Task Everything_that_is_pushed_comes_back_byte_for_byte()
    {
        var package = FlowPackage.Everything(_package);
        var path = User.PathOf(_package, package);
        const string Build = """[{"type":"build","package":"89248ec90322ae41a778403130c8b1ab","dry_run":false,"env":"default"}]""";
        await User.SendAsync(HttpMethod.Post, "/api/log", Build).IsDoneAsync();

        var plan = (await User.SendGzipAsync(HttpMethod.Put, path, package.Body(dryRun: true)).JsonAsync()).GetProperty("upload_urls");
        Assert.Equal(package.ObjectHashes, Keys(plan));
        await User.SendAsync(HttpMethod.Get, $"/api/package/{User.Name}/{_package}/").MessageAsync(HttpStatusCode.NotFound);

        var gzipped = package.Root.Find("docs/deep/blob")!.Hashes[0];
        await Parallel.ForEachAsync(package.Content, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (entry, _) =>
        {
            await ObjectWire.UploadAsync(plan.GetProperty(entry.Key), entry.Value, gzip: entry.Key == gzipped);
            Assert.False(await ObjectWire.UploadAsync(plan.GetProperty(entry.Key), entry.Value));
        });

        var pushed = await User.SendGzipAsync(HttpMethod.Put, path, package.Body()).JsonAsync();
        Assert.Equal($"{registry.Server.Catalog.OriginalString}/package/{User.Name}/{_package}", pushed.GetProperty("package_url").GetString());
        Assert.Equal(package.Hash, pushed.GetProperty("package_hash").GetString());
        await User.SendAsync(HttpMethod.Put, Tag("latest"), $$"""{"hash":"{{package.Hash}}"}""").IsDoneAsync();

        var tag = await User.SendAsync(HttpMethod.Get, Tag("latest")).JsonAsync();
        var install = await User.SendAsync(HttpMethod.Get, $"/api/package/{User.Name}/{_package}/{tag.GetProperty("hash").GetString()}?subpath=&meta_only=").JsonAsync();
        Assert.True(JsonElement.DeepEquals(package.Json, install.GetProperty("contents")), install.GetProperty("contents").GetRawText());
        var (urls, sizes) = (install.GetProperty("urls"), install.GetProperty("sizes"));
        Assert.Equal(package.ObjectHashes, Keys(urls));
        Assert.Equal(package.ObjectHashes, Keys(sizes));
        await Parallel.ForEachAsync(package.Content, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (entry, _) =>
        {
            Assert.Equal(entry.Value.Length, sizes.GetProperty(entry.Key).GetInt64());
            Assert.Equal(entry.Value, await ObjectWire.DownloadAsync(urls.GetProperty(entry.Key).GetString()!, entry.Value.Length));
        });
    }

    [Fact]
    public async Task A_download_goes_on_where_it_stopped()
    {
        var package = FlowPackage.Everything(_package);
        await User.PushAsync(_package, package);
        var hash = package.Root.Find("docs/deep/blob")!.Hashes[0];
        var bytes = package.Content[hash];
        var url = (await User.Registry.InstallAsync(User.Name, _package, package.Hash)).Urls[hash];

        foreach (var start in (int[])[1, 65_536, bytes.Length - 1])
        {
            var (rest, isGzip) = await ObjectWire.GetFromAsync(url, start);
            Assert.False(isGzip);
            Assert.Equal(bytes[start..], rest);
        }
    }

    [Fact]
    public async Task Objects_stored_gziped_by_older_clients_come_back_as_such()
    {
        var package = FlowPackage.Everything(_package);
        await User.UploadAsync(_package, package, compress: true);
        await User.Registry.PushAsync(User.Name, _package, package.Hash, package.ToPush());
        var install = await User.Registry.InstallAsync(User.Name, _package, package.Hash);
        var folder = Directory.CreateTempSubdirectory("quilt-test-");
        try
        {
            var blob = package.Root.Find("docs/deep/blob")!.Hashes[0];
            Assert.True((await ObjectWire.GetFromAsync(install.Urls[blob], 0)).IsGzip);

            // Half of it is there from an earlier try.
            var part = (await ObjectWire.GetFromAsync(install.Urls[blob], 0)).Body;
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, blob + ".part"), part[..(part.Length / 2)]);
            await new PackageTransfer(PythonClient.Storage).DownloadAsync(install, folder);

            Assert.Equal(package.ObjectHashes, folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
            foreach (var file in folder.GetFiles())
            {
                Assert.Equal(package.Content[file.Name], await File.ReadAllBytesAsync(file.FullName));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_install_may_be_limited_to_a_part_or_to_the_metadata()
    {
        var package = FlowPackage.Everything(_package);
        await User.PushAsync(_package, package);
        var note = package.Root.Find("docs/note")!;
        var docs = package.Root.Find("docs")!;

        Assert.Equal(Sorted(docs.Objects()), await InstalledAsync(package, "subpath=docs&meta_only="));
        Assert.Equal(Sorted([package.Root.Find("docs/deep/blob")!.Hashes[0]]), await InstalledAsync(package, "subpath=docs/deep/blob"));
        Assert.Empty(await InstalledAsync(package, "subpath=nothing"));
        Assert.Equal(Sorted(package.Root.Find("ключ_😀_ｚ")!.Hashes), await InstalledAsync(package, "subpath=" + Uri.EscapeDataString("ключ_😀_ｚ")));
        Assert.Equal(Sorted([package.Root.MetadataHash!, docs.MetadataHash!, note.MetadataHash!]), await InstalledAsync(package, "subpath=&meta_only=True"));
        Assert.Equal(Sorted([docs.MetadataHash!, note.MetadataHash!]), await InstalledAsync(package, "subpath=docs&meta_only=1"));
        Assert.Equal(package.ObjectHashes, await InstalledAsync(package, "meta_only=0"));
        Assert.Equal(package.ObjectHashes, await InstalledAsync(package, "meta_only=False"));
        Assert.Equal("Invalid subpath: 'wrong'", await User.SendAsync(HttpMethod.Get, User.PathOf(_package, package) + "?subpath=docs/wrong/x").MessageAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_revision_is_found_by_tag_version_and_the_start_of_its_hash()
    {
        var first = FlowPackage.Of(("a.csv", _package));
        var second = FlowPackage.Of(("a.csv", _package), ("b.csv", "more"));
        await User.PushAsync(_package, first);
        await User.SendAsync(HttpMethod.Put, $"/api/version/{User.Name}/{_package}/1.0.0-Alpha1", $$"""{"hash":"{{first.Hash}}"}""").IsDoneAsync();
        await User.PushAsync(_package, second);

        Assert.Equal(second.Hash, await HashAtAsync(Tag("latest")));
        Assert.Equal(first.Hash, await HashAtAsync($"/api/version/{User.Name}/{_package}/1.0.0a1"));
        var log = (await User.SendAsync(HttpMethod.Get, $"/api/log/{User.Name}/{_package}/").JsonAsync()).GetProperty("logs");
        Assert.Equal(first.Hash, Assert.Single(log.Strings("hash"), hash => hash.StartsWith(first.Hash[..8], StringComparison.Ordinal)));
    }

    /// <summary>
    /// The client names a JSON body on calls that have none. No library of ours sends a GET like that, so this one is
    /// written out.
    /// </summary>
    [Theory]
    [InlineData("GET", "/api/tag/{0}/{1}/", "")]
    [InlineData("GET", "/api/search/?q=", "")]
    [InlineData("PUT", "/api/access/{0}/{1}/public", "Content-Length: 0\r\n")]
    [InlineData("DELETE", "/api/tag/{0}/{1}/latest", "Content-Length: 0\r\n")]
    [InlineData("DELETE", "/api/package/{0}/{1}/", "Content-Length: 0\r\n")]
    public async Task A_call_without_a_body_may_name_a_json_body(string method, string path, string length)
    {
        await User.PushAsync(_package, FlowPackage.Of(("a.txt", "x")));

        var answer = await RawHttp.SendAsync(registry.Server.Registry, $"""
            {method} {string.Format(null, path, User.Name, _package)} HTTP/1.1
            Host: {registry.Server.Registry.Authority}
            User-Agent: quilt-cli/2.9.15 (Linux 6.1.0) CPython/3.11.2
            Accept-Encoding: gzip, deflate
            Accept: application/json
            Connection: close
            Content-Type: application/json
            Authorization: Bearer {User.Token}

            """, length);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
    }

    private static string[] Sorted(IEnumerable<string> hashes) => [.. hashes.Distinct().Order(StringComparer.Ordinal)];

    private static string[] Keys(JsonElement element) => Sorted(element.EnumerateObject().Select(property => property.Name));

    private string Tag(string name) => $"/api/tag/{User.Name}/{_package}/{name}";

    private async Task<string> HashAtAsync(string path) => (await User.SendAsync(HttpMethod.Get, path).JsonAsync()).GetProperty("hash").GetString()!;

    /// <summary>The objects that an install offers; the tree is whole whatever was asked for.</summary>
    private async Task<string[]> InstalledAsync(FlowPackage package, string query)
    {
        var install = await User.SendAsync(HttpMethod.Get, $"{User.PathOf(_package, package)}?{query}").JsonAsync();
        Assert.True(JsonElement.DeepEquals(package.Json, install.GetProperty("contents")));
        Assert.Equal(Keys(install.GetProperty("urls")), Keys(install.GetProperty("sizes")));
        return Keys(install.GetProperty("urls"));
    }
}
