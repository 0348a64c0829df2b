using System.Net;
using Quilt.Client;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Contents;

public sealed class ObjectTests(ContentsFixture fixture) : IClassFixture<ContentsFixture>
{
    private QuiltRegistryClient Olga => fixture.As("olga");

    [Fact]
    public async Task An_address_gives_the_bytes_and_one_for_download_their_name_and_no_type_that_a_browser_shows()
    {
        var package = FlowPackage.Of(("page.html", "<script>alert(1)</script>"), ("d/über \"x\".csv", "1,2"));
        await fixture.PushAsync("olga", "files", package);

        var file = await Olga.GetObjectAsync("olga", "files", RevisionName.Latest, "page");
        Assert.Equal((package.Hash, "page", "file", "page.html", 0, 1), (file.Hash, file.Path, file.Kind, file.FileName, file.Index, file.Count));
        Assert.Equal((25L, 25L, null), (file.Size, file.StoredSize!.Value, file.Encoding));
        Assert.Equal("<script>alert(1)</script>", await fixture.Objects.Http.GetStringAsync(file.Url));

        var download = await Olga.GetObjectAsync("olga", "files", RevisionName.Latest, "d/über \"x\"", download: true);
        using var answer = await fixture.Objects.Http.GetAsync(download.Url);
        Assert.Equal("1,2", await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=\"_ber _x_.csv\"; filename*=UTF-8''%C3%BCber%20_x_.csv", Assert.Single(answer.Content.Headers.GetValues("Content-Disposition")));
    }

    [Fact]
    public async Task A_changed_file_name_in_an_address_makes_it_void()
    {
        await fixture.PushAsync("olga", "signed", FlowPackage.Of(("a.csv", "1")));
        var url = (await Olga.GetObjectAsync("olga", "signed", RevisionName.Latest, "a", download: true)).Url!;
        using var answer = await fixture.Objects.Http.GetAsync(url.Replace("a.csv", "a.exe", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Objects_that_are_stored_compressed_or_were_never_uploaded_are_told()
    {
        var package = FlowPackage.Of(("a.csv", new string('a', 1_000)), ("b.csv", "lost"));
        await fixture.PushAsync("olga", "stored", package, compress: true);
        await fixture.LoseAsync("olga", package.Root.Find("b")!.Hashes[0]);

        var a = await Olga.GetObjectAsync("olga", "stored", RevisionName.Latest, "a");
        Assert.Equal(("gzip", 1_000L), (a.Encoding, a.Size));
        Assert.InRange(a.StoredSize!.Value, 1, 100);
        var b = await Olga.GetObjectAsync("olga", "stored", RevisionName.Latest, "b");
        Assert.Equal((null, null, 4L), (b.Url, b.StoredSize, b.Size));
    }

    [Theory]
    [InlineData("path=", 400, "A group has no object. Name one of the tables or files in it.")]
    [InlineData("path=table&index=2", 404, "It has 2 objects, counted from 0.")]
    [InlineData("path=table&index=-1", 400, "index must be a number from 0.")]
    public async Task What_has_no_such_object_is_told_in_a_sentence(string query, int status, string message)
    {
        await fixture.PushAsync("olga", "tables", FlowPackage.Everything("tables"));
        using var http = fixture.Registry.As("olga");
        Assert.Equal(message, await http.GetAsync("/api/object/olga/tables/?" + query).MessageAsync((HttpStatusCode)status));
        Assert.Equal("rows two", await fixture.Objects.Http.GetStringAsync((await Olga.GetObjectAsync("olga", "tables", RevisionName.Latest, "table", 1)).Url));
    }

    [Fact]
    public async Task A_store_that_is_away_is_told()
    {
        await using var registry = await TestRegistry.StartAsync(fixture.Registry.ConnectionString);
        await fixture.PushAsync("olga", "away", FlowPackage.Of(("a.csv", "1")));
        using var http = registry.As("olga");
        foreach (var what in (string[])["object", "zip"])
        {
            Assert.Equal("The object store does not answer. Try again in a moment.", await http.GetAsync($"/api/{what}/olga/away/?path=a").MessageAsync(HttpStatusCode.ServiceUnavailable));
        }

        await http.GetAsync("/api/tree/olga/away/").JsonAsync();
    }
}
