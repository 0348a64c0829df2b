using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Quilt.Client;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Contents;

public sealed class ZipTests(ContentsFixture fixture) : IClassFixture<ContentsFixture>
{
    private QuiltRegistryClient Zoe => fixture.As("zoe");

    [Fact]
    public async Task A_package_comes_as_a_zip_file_that_every_reader_takes()
    {
        var package = FlowPackage.Everything("zipped");
        await fixture.PushAsync("zoe", "everything", package);
        var (bytes, answer) = await DownloadAsync("everything");
        using var held = answer;

        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"zoe-everything-{package.Hash[..8]}.zip", answer.Content.Headers.ContentDisposition!.FileNameStar);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var entries = zip.Entries.ToDictionary(entry => entry.FullName);
        Assert.Equal(28, entries.Count);
        Assert.Equal(package.Content[package.Root.Find("docs/deep/blob")!.Hashes[0]], Content(entries["docs/deep/blob.bin"]));
        Assert.Equal("rows two"u8.ToArray(), Content(entries["table (2).parquet"]));
        Assert.Equal("named beyond the BMP"u8.ToArray(), Content(entries["é.txt"]));
        Assert.Empty(Content(entries["docs/deep/empty.txt"]));
        Assert.Contains("nothing/", entries.Keys);
        Assert.All(entries.Values, entry => Content(entry));
        Assert.Equal("", await CheckedByOthersAsync(bytes));
    }

    [Fact]
    public async Task A_download_goes_on_at_any_byte()
    {
        var package = FlowPackage.Of(("a.csv", "1,2,3"), ("d/big.bin", new string('b', 200_000)), ("d/e/c.csv", ""), ("z.csv", "zz"));
        await fixture.PushAsync("zoe", "resumed", package);
        var (whole, first) = await DownloadAsync("resumed");
        var tag = first.Headers.ETag!;
        first.Dispose();

        foreach (var start in Enumerable.Range(0, 220).Concat([100_000, 200_100, 200_200, 200_300]).Concat(Enumerable.Range(whole.Length - 420, 420)))
        {
            var (rest, answer) = await DownloadAsync("resumed", "", headers =>
            {
                headers.Range = new RangeHeaderValue(start, null);
                headers.IfRange = new RangeConditionHeaderValue(tag);
            });
            using (answer)
            {
                Assert.Equal((HttpStatusCode.PartialContent, whole.Length - start), (answer.StatusCode, rest.Length));
                Assert.Equal(new ContentRangeHeaderValue(start, whole.Length - 1, whole.Length), answer.Content.Headers.ContentRange);
                Assert.True(whole[start..].AsSpan().SequenceEqual(rest), $"from {start}");
            }
        }
    }

    [Fact]
    public async Task Any_part_is_the_same_when_nothing_was_read_before()
    {
        // Another registry knows no checksum yet; compressed objects can only be read from their beginning.
        var package = FlowPackage.Of(("a.csv", "1,2,3"), ("b.bin", new string('b', 150_000)), ("c.csv", "3"));
        await fixture.PushAsync("zoe", "cold", package, compress: true);
        var (whole, answer) = await DownloadAsync("cold");
        answer.Dispose();
        foreach (var (from, to) in ((int, int)[])[(100, 140), (50_000, 120_000), (150_100, whole.Length - 1), (whole.Length - 60, whole.Length - 1)])
        {
            await using var other = await Registry.TestRegistry.StartAsync(fixture.Registry.ConnectionString, new Dictionary<string, string?>
            {
                ["Quilt:Objects:Endpoint"] = fixture.Objects.Url,
                ["Quilt:Objects:AccessKey"] = ObjectStore.ObjectStoreServer.AccessKey,
                ["Quilt:Objects:SecretKey"] = ObjectStore.ObjectStoreServer.SecretKey,
            });
            using var http = other.As("zoe");
            http.DefaultRequestHeaders.Range = new RangeHeaderValue(from, to);
            var part = await http.GetByteArrayAsync("/api/zip/zoe/cold/");
            Assert.True(whole.AsSpan(from, to - from + 1).SequenceEqual(part), $"{from}-{to}");
        }
    }

    [Fact]
    public async Task Conditions_and_ranges_are_as_http_has_them()
    {
        await fixture.PushAsync("zoe", "asked", FlowPackage.Of(("a.csv", "1")));
        var (whole, first) = await DownloadAsync("asked");
        var tag = first.Headers.ETag!;
        first.Dispose();

        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(headers => headers.IfNoneMatch.Add(tag)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(headers =>
        {
            headers.Range = new RangeHeaderValue(5, null);
            headers.IfRange = new RangeConditionHeaderValue("\"another\"");
        }));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(headers => headers.TryAddWithoutValidation("Range", "bytes=0-1,4-5")));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, await StatusAsync(headers => headers.Range = new RangeHeaderValue(whole.Length, null)));
        Assert.Equal(whole[^7..], (await DownloadAsync("asked", "", headers => headers.Range = new RangeHeaderValue(null, 7))).Bytes);
        Assert.Equal(whole, (await DownloadAsync("asked", "", headers => headers.Range = new RangeHeaderValue(null, 1_000_000))).Bytes);

        // What is in the file changed, and its time did not.
        await fixture.PushAsync("zoe", "asked", FlowPackage.Of(("a.csv", "2")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(headers => headers.IfNoneMatch.Add(tag)));

        async Task<HttpStatusCode> StatusAsync(Action<HttpRequestHeaders> configure)
        {
            using var answer = await Zoe.GetZipAsync("zoe", "asked", RevisionName.Latest, "", configure);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task No_name_leaves_its_folder_or_hides_another()
    {
        var names = (string[])["..", ".", "../../etc/passwd", "/root", "C:\\x", "a:b", "CON", "nul.txt", "A", "a", "tail. ", "\u202Egpj.exe", "line\nbreak", "é", "e\u0301", " "];
        var package = FlowPackage.Named([.. names.Select(name => (name, name))]);
        await fixture.PushAsync("zoe", "hostile", package);
        var (bytes, answer) = await DownloadAsync("hostile");
        answer.Dispose();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var found = zip.Entries.Select(entry => entry.FullName).ToArray();

        Assert.Equal(names.Length, found.Length);
        Assert.Equal(found.Length, found.Select(name => name.Normalize()).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(found, name => Assert.DoesNotMatch(@"^\.{1,2}$|[/\\:*?""<>|\x00-\x1F\u202E]|[. ]$|^(?i:con|nul)(\.|$)", name));
        Assert.Equal(names.Order(StringComparer.Ordinal), zip.Entries.Select(entry => Encoding.UTF8.GetString(Content(entry))).Order(StringComparer.Ordinal));
        Assert.Equal("", await CheckedByOthersAsync(bytes));
    }

    [Fact]
    public async Task An_empty_package_is_an_empty_zip_file()
    {
        await fixture.PushAsync("zoe", "empty", FlowPackage.Of());
        var (bytes, answer) = await DownloadAsync("empty");
        answer.Dispose();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Empty(zip.Entries);
    }

    [Fact]
    public async Task A_folder_or_a_file_comes_alone()
    {
        var package = FlowPackage.Of(("a.csv", "1"), ("d/e/b.csv", "2"), ("d/c.csv", "3"));
        await fixture.PushAsync("zoe", "parts", package);
        Assert.Equal(["c.csv", "e/b.csv"], await NamesAsync("d"));
        Assert.Equal(["b.csv"], await NamesAsync("d/e"));
        Assert.Equal(["a.csv"], await NamesAsync("a"));

        async Task<string[]> NamesAsync(string path)
        {
            var (bytes, answer) = await DownloadAsync("parts", path);
            answer.Dispose();
            using var zip = new ZipArchive(new MemoryStream(bytes));
            return [.. zip.Entries.Select(entry => entry.FullName)];
        }
    }

    [Fact]
    public async Task What_was_never_uploaded_is_told_before_anything_is_sent()
    {
        var package = FlowPackage.Of(("a.csv", "1"), ("d/lost.csv", "lost"));
        await fixture.PushAsync("zoe", "lost", package);
        var lost = package.Root.Find("d/lost")!.Hashes[0];
        await fixture.LoseAsync("zoe", lost);
        var refused = await Assert.ThrowsAsync<RegistryException>(() => Zoe.GetZipAsync("zoe", "lost", RevisionName.Latest));
        Assert.Equal((HttpStatusCode.NotFound, $"Some of the files were never uploaded: objects {lost}."), (refused.Status, refused.Message));
        Assert.NotEmpty((await DownloadAsync("lost", "a")).Bytes);
    }

    [Fact]
    public async Task Sizes_that_lie_break_the_download_and_never_end_it_well()
    {
        var package = FlowPackage.Of(("a.csv", "1,2,3"), ("b.csv", "4"));
        foreach (var lie in (long[])[4, 6])
        {
            var name = "lying" + lie;
            await fixture.PushAsync("zoe", name, package);
            var push = package.ToPush() with { Sizes = package.Sizes.ToDictionary(size => size.Key, size => size.Value == 5 ? lie : size.Value) };
            await Zoe.PushAsync("zoe", name, package.Hash, push);
            await Assert.ThrowsAnyAsync<Exception>(() => DownloadAsync(name));
        }
    }

    private async Task<(byte[] Bytes, HttpResponseMessage Answer)> DownloadAsync(string package, string path = "", Action<HttpRequestHeaders>? configure = null)
    {
        var answer = await Zoe.GetZipAsync("zoe", package, RevisionName.Latest, path, configure);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(answer.Content.Headers.ContentLength, bytes.Length);
        return (bytes, answer);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>What Python's reader and Info-ZIP, where they are installed, find wrong with a file.</summary>
    private static async Task<string> CheckedByOthersAsync(byte[] bytes)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, bytes);
            var problems = new StringBuilder();
            foreach (var (program, arguments) in ((string, string[])[])[
                ("/usr/bin/python3", ["-c", "import sys, zipfile; bad = zipfile.ZipFile(sys.argv[1]).testzip(); sys.exit(str(bad) if bad else 0)", file]),
                ("/usr/bin/unzip", ["-tqq", file])])
            {
                if (!File.Exists(program))
                {
                    continue;
                }

                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
                var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
                await process.WaitForExitAsync();
                problems.Append(process.ExitCode == 0 ? "" : $"{program}: {process.ExitCode} {output}");
            }

            return problems.ToString();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
