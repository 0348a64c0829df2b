using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Packages;

/// <summary>The pages about a package as they come over the wire, in every state that a package may be in.</summary>
public sealed class PageTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private PythonClient Owner => registry.User;

    [Fact]
    public async Task The_overview_shows_readme_install_lines_traffic_facts_and_contents()
    {
        var package = FlowPackage.Of(("README.md", "# Tides\n\nHeights by the hour, see [the table](data/tides.csv)."), ("data/tides.csv", "a,b\n1,2\n"));
        var (address, name) = await PushAsync("tides", package);
        await registry.Anonymous.Registry.InstallAsync(Owner.Name, name, package.Hash);

        var html = await GetAsync(address);

        Assert.Contains("<h1 id=\"readme-tides\">Tides</h1>", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/files/data/tides.csv\"", html, StringComparison.Ordinal);
        Assert.Contains($"<code>quilt install {Owner.Name}/{name}</code>", html, StringComparison.Ordinal);
        Assert.Contains($"<code>from quilt.data.{Owner.Name} import {name}</code>", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/files/README\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/zip\"", html, StringComparison.Ordinal);
        Assert.Matches("aria-label=\"(Installs by week: [0-9]+ in the last year|Installs: none)", html);
        Assert.Equal(104, Regex.Count(html, "<rect [^>]*><title>Week of "));
        Assert.Contains(package.Hash, html, StringComparison.Ordinal);
        Assert.Contains("<meta property=\"og:title\"", html, StringComparison.Ordinal);
        var data = JsonDocument.Parse(Regex.Match(html, "<script type=\"application/ld\\+json\">(.*?)</script>").Groups[1].Value).RootElement;
        Assert.Equal(("Dataset", package.Hash), (data.GetProperty("@type").GetString(), data.GetProperty("identifier").GetString()));
    }

    [Fact]
    public async Task One_look_at_the_overview_is_one_view_and_other_pages_are_none()
    {
        var package = FlowPackage.Of(("README.md", "# Seen"), ("a.csv", "1"));
        var (address, name) = await PushAsync("seen", package);
        foreach (var below in (string[])["/files", "/files/a", "/revisions", $"/compare/latest...{package.Hash[..8]}", "/zip", "/download/a", "", ""])
        {
            using var answer = await Http.GetAsync(new Uri(registry.Server.Catalog, address + below));
            Assert.True((int)answer.StatusCode < 400, $"{below}: {answer.StatusCode}");
        }

        // Views are buffered for a moment.
        var admin = await registry.AdminAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string[] types;
        do
        {
            types = [.. (await admin.Registry.AuditPackageAsync(Owner.Name, name, cancellationToken: patience.Token)).Select(item => item.Type)];
        }
        while (types.Length < 3);

        Assert.Equal(["PUSH", "PREVIEW", "PREVIEW"], types);
    }

    [Fact]
    public async Task An_older_revision_is_shown_by_hash_tag_or_version_with_a_way_to_the_latest()
    {
        var (one, two) = (FlowPackage.Of(("README.md", "# One"), ("a.csv", "1")), FlowPackage.Of(("README.md", "# Two"), ("b.csv", "2")));
        var (address, name) = await PushAsync("older", one);
        await Owner.PushAsync(name, two, isPublic: true);
        await Owner.Registry.AddVersionAsync(Owner.Name, name, "1.0", one.Hash);
        await Owner.Registry.SetTagAsync(Owner.Name, name, "it's", one.Hash);

        foreach (var (query, option) in ((string, string)[])[($"hash={one.Hash}", $" -x {one.Hash[..12]}"), ($"hash={one.Hash[..8]}", $" -x {one.Hash[..12]}"), ("version=1.0", " -v 1.0"), ("tag=it%27s", " -t &#x27;it&#x27;\\&#x27;&#x27;s&#x27;")])
        {
            var html = await GetAsync($"{address}?{query}");
            Assert.Contains(">One</h1>", html, StringComparison.Ordinal);
            Assert.Contains("You are looking at an older revision.", html, StringComparison.Ordinal);
            Assert.Contains($"quilt install {Owner.Name}/{name}{option}<", html, StringComparison.Ordinal);
            Assert.Contains($"{address}/files/a?{query}".Replace("'", "&#x27;", StringComparison.Ordinal), html, StringComparison.Ordinal);
            Assert.Contains("There is nothing at this place", await GetAsync($"{address}/files/b?{query}", 404), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("older revision", await GetAsync(address), StringComparison.Ordinal);
        Assert.DoesNotContain("older revision", await GetAsync($"{address}?hash={two.Hash}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash=0123456789abcdef", "no revision 0123456789abcdef")]
    [InlineData("hash=x", "no revision x")]
    [InlineData("tag=gone", "no tag gone")]
    [InlineData("version=7", "no version 7")]
    [InlineData("version=not one", "no version not one")]
    [InlineData("tag=latest&version=1", "no revision that is named in two ways")]
    public async Task A_revision_that_is_not_there_is_told_with_a_way_back(string query, string what)
    {
        var (address, _) = await PushAsync("wrong", FlowPackage.Of(("a.csv", "1")));
        foreach (var below in (string[])["", "/files", "/files/a"])
        {
            var html = await GetAsync($"{address}{below}?{query}", 404);
            Assert.Contains("There is no such revision", html, StringComparison.Ordinal);
            Assert.Contains($"This package has {what}.", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"{address}{below}\"", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_package_without_the_tag_latest_shows_what_was_pushed_last()
    {
        var (one, two) = (FlowPackage.Of(("README.md", "# One")), FlowPackage.Of(("README.md", "# Two")));
        var (address, name) = await PushAsync("untagged", one);
        await Owner.PushAsync(name, two, isPublic: true);
        await Owner.Registry.DeleteTagAsync(Owner.Name, name, "latest");

        Assert.Contains(">Two</h1>", await GetAsync(address), StringComparison.Ordinal);
        Assert.Contains("README", await GetAsync(address + "/files"), StringComparison.Ordinal);
        Assert.Contains(two.Hash[..12], await GetAsync(address + "/revisions"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", "1", "No README yet")]
    [InlineData("README.md", " \n ", "The README is empty")]
    public async Task A_missing_readme_and_an_empty_one_are_told(string file, string text, string title)
    {
        var (address, _) = await PushAsync("bare", FlowPackage.Of((file, text)));
        Assert.Contains(title, await GetAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_package_has_pages()
    {
        var (address, _) = await PushAsync("void", FlowPackage.Of());
        Assert.Contains("The package is empty", await GetAsync(address), StringComparison.Ordinal);
        Assert.Contains("The package is empty", await GetAsync(address + "/files"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_package_and_none_look_the_same_to_strangers()
    {
        var name = FlowRegistry.NewName("hidden");
        await Owner.PushAsync(name, FlowPackage.Of(("a.csv", "1")));
        foreach (var below in (string[])["", "/files", "/files/a", "/revisions", "/compare", "/compare/latest...latest", "/zip", "/download/a", "/picture/a"])
        {
            var hidden = await GetAsync($"/package/{Owner.Name}/{name}{below}", 404);
            var none = await GetAsync($"/package/{Owner.Name}/nothing{below}", 404);
            Assert.Equal(none, hidden.Replace(name, "nothing", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_folder_is_shown_by_the_hundred_and_a_file_by_its_preview()
    {
        var package = FlowPackage.Of([("README.md", "# Many"), .. Enumerable.Range(0, 250).Select(number => ($"data/f{number:000}.csv", $"n,square\n{number},{number * number}\n"))]);
        var (address, name) = await PushAsync("many", package);

        var first = await GetAsync(address + "/files/data");
        Assert.Equal(100, Regex.Count(first, "<th scope=\"row\">"));
        Assert.Contains("250 files", first, StringComparison.Ordinal);
        Assert.Contains("Page 1 of 3", first, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/files/data?page=2\"", first, StringComparison.Ordinal);
        Assert.Equal(50, Regex.Count(await GetAsync(address + "/files/data?page=3"), "<th scope=\"row\">"));
        Assert.Contains($"{name}.data", first, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/zip/data\"", first, StringComparison.Ordinal);

        var file = await GetAsync(address + "/files/data/f012");
        Assert.Contains("144", file, StringComparison.Ordinal);
        Assert.Contains($"{name}.data.f012()", file, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/download/data/f012\"", file, StringComparison.Ordinal);
        Assert.Contains("data/f012.csv", file, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_found_by_what_it_was_called_too()
    {
        const string Gif = "GIF87a\u0001\0\u0001\0\0\0\0,\0\0\0\0\u0001\0\u0001\0\0\u0002\u0002D\u0001\0;";
        var (address, _) = await PushAsync("called", FlowPackage.Of(("img/plot.gif", Gif), ("README.md", "![plot](img/plot.gif)")));
        using var answer = await Http.GetAsync(new Uri(registry.Server.Catalog, address + "/files/img/plot.gif"));
        Assert.Equal((HttpStatusCode.Found, $"{address}/files/img/plot"), (answer.StatusCode, answer.Headers.Location!.AbsolutePath));
        using var picture = await Http.GetAsync(new Uri(registry.Server.Catalog, address + "/picture/img/plot.gif"));
        Assert.Equal(HttpStatusCode.Found, picture.StatusCode);
        Assert.Equal(Gif, await Http.GetStringAsync(picture.Headers.Location));
        Assert.Contains($"{address}/picture/img/plot.gif", await GetAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_comes_from_the_store_under_its_name_and_a_zip_file_through_the_catalog_in_parts()
    {
        var package = FlowPackage.Of(("data/big.bin", new string('x', 100_000)), ("b.csv", "2"));
        var (address, _) = await PushAsync("loaded", package);
        using var redirect = await Http.GetAsync(new Uri(registry.Server.Catalog, address + "/download/b"));
        using var file = await Http.GetAsync(redirect.Headers.Location);
        Assert.Equal(("2", "b.csv"), (await file.Content.ReadAsStringAsync(), file.Content.Headers.ContentDisposition!.FileNameStar));

        using var whole = await Http.GetAsync(new Uri(registry.Server.Catalog, address + "/zip"));
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(["b.csv", "data/big.bin"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal("application/zip", whole.Content.Headers.ContentType!.MediaType);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(registry.Server.Catalog, address + "/zip"));
        request.Headers.Range = new RangeHeaderValue(50_000, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(whole.Headers.ETag!);
        using var rest = await Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(bytes[50_000..], await rest.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_comparison_shows_changed_files_rows_columns_and_readme_lines()
    {
        var one = FlowPackage.Of(("README.md", "# Rain\n\nFive stations."), ("t.csv", "day,mm\n1,5\n"), ("gone.csv", "g"), ("old.csv", "moved"));
        var two = FlowPackage.Of(("README.md", "# Rain\n\nSix <b>stations</b>."), ("t.csv", "day,mm,site\n1,5,a\n2,3,b\n"), ("new.csv", "moved"), ("came.csv", "c"));
        var (address, name) = await PushAsync("compared", one);
        await Owner.PushAsync(name, two, isPublic: true);

        var html = WebUtility.HtmlDecode(await GetAsync($"{address}/compare/{one.Hash[..12]}...latest"));
        foreach (var expected in (string[])["1 row became 2 rows", "2 columns became 3", "New columns: site", "old → ", "<td>Five stations.</td>", "<td>Six <b>stations</b>.</td>", $"href=\"{address}/files/gone?hash={one.Hash[..12]}\""])
        {
            Assert.Contains(expected, html, StringComparison.Ordinal);
        }

        Assert.Contains("Six &lt;b&gt;", await GetAsync($"{address}/compare/{one.Hash[..12]}...latest"), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(await GetAsync($"{address}/compare/{one.Hash[..12]}...latest?change=added"), "class=\"change added\""));
        Assert.Contains("This is one revision", await GetAsync($"{address}/compare/latest...{two.Hash[..12]}"), StringComparison.Ordinal);
        Assert.Contains("There is no revision &#x27;nope&#x27;", await GetAsync($"{address}/compare/nope...latest", 404), StringComparison.Ordinal);
        Assert.Contains("must name two revisions", await GetAsync($"{address}/compare/latest", 404), StringComparison.Ordinal);
        using var form = await Http.GetAsync(new Uri(registry.Server.Catalog, $"{address}/compare?from={one.Hash[..12]}&to={two.Hash[..12]}"));
        Assert.Equal($"{address}/compare/{one.Hash[..12]}...{two.Hash[..12]}", form.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task An_owner_page_lists_packages_newest_first_with_their_first_words()
    {
        var user = await registry.NewUserAsync();
        foreach (var name in (string[])["first", "second"])
        {
            await user.PushAsync(name, FlowPackage.Of(("README.md", $"# The {name}\n\nAbout {name} things.")), isPublic: true);
        }

        var html = await GetAsync("/user/" + user.Name);
        Assert.True(html.IndexOf("About second things", StringComparison.Ordinal) < html.IndexOf("About first things", StringComparison.Ordinal));
        Assert.Contains("About second things", await GetAsync("/package/" + user.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_are_sorted_as_the_address_says_and_the_form_shows_how()
    {
        var user = await registry.NewUserAsync();
        foreach (var (name, readme) in ((string, string)[])[("walrus", "Tusks."), ("zebra", "Stripes, and one walrus."), ("Apple", "About the walrus and its walrus friends: walrus."), ("bee", "Honey.")])
        {
            await user.PushAsync(name, FlowPackage.Of(("README.md", readme)), isPublic: true);
        }

        // What is pushed again is new again.
        await user.PushAsync("walrus", FlowPackage.Of(("README.md", "Tusks!")), isPublic: true);

        foreach (var (query, order, chosen) in ((string, string[], string)[])
        [
            ("q=walrus", ["walrus", "Apple", "zebra"], "how well it fits"),
            ("q=walrus&sort=name", ["Apple", "walrus", "zebra"], "name"),
            ("q=walrus&sort=newest", ["walrus", "Apple", "zebra"], "newest"),
            ("q=walrus&sort=sideways", ["walrus", "Apple", "zebra"], "how well it fits"),
            ("q=", ["Apple", "bee", "walrus", "zebra"], "name"),
            ("sort=newest", ["walrus", "bee", "Apple", "zebra"], "newest"),
            ("sort=newest&visibility=public", ["walrus", "bee", "Apple", "zebra"], "newest"),
        ])
        {
            var html = await GetAsync($"/search?owner={user.Name}&{query}");
            Assert.Equal(order, Regex.Matches(html, $"<h2 class=\"card-title\"><a href=\"/package/{user.Name}/([a-zA-Z]+)\"").Select(match => match.Groups[1].Value));
            Assert.Equal(chosen, Regex.Match(html, "<select id=\"filter-sort\".*?<option [^>]*selected[^>]*>(.*?)</option>.*?</select>", RegexOptions.Singleline).Groups[1].Value);
        }
    }

    [Fact]
    public async Task Files_are_in_the_order_of_their_names_over_all_pages()
    {
        string[] names = ["B", "a", "a_2", "a_10", "Z", "ä", "z", "\U0001F600", "\uFF5A"];
        var (address, _) = await PushAsync("ordered", FlowPackage.Named([.. names.Concat(Enumerable.Range(0, 120).Select(number => $"m{number:000}")).Select(name => (name, name))]));

        var listed = new List<string>();
        foreach (var page in (string[])["", "?page=2"])
        {
            listed.AddRange(Regex.Matches(await GetAsync(address + "/files" + page), "<th scope=\"row\">\\s*<span[^>]*></span>\\s*<a [^>]*>(.*?)</a>").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));
        }

        // Code points, as packages are hashed: capitals first, and astral characters last.
        Assert.Equal(["B", "Z", "a", "a_10", "a_2", .. Enumerable.Range(0, 120).Select(number => $"m{number:000}"), "z", "ä", "\uFF5A", "\U0001F600"], listed);
    }

    [Fact]
    public async Task Names_of_strangers_are_text_and_nothing_else()
    {
        var package = FlowPackage.Named(("<img src=x onerror=alert(1)>", "1"), ("..", "2"), ("a\u202Eb", "3"), ("x&y?z#", "4"));
        var (address, _) = await PushAsync("hostile", package);
        foreach (var html in (string[])[await GetAsync(address), await GetAsync(address + "/files")])
        {
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain($"href=\"{address}/files/..\"", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"{address}/files/x%26y%3Fz%23\"", html, StringComparison.Ordinal);
        }

        Assert.Contains(">4<", await GetAsync(address + "/files/x%26y%3Fz%23") is var page ? Regex.Replace(page, @"\s", "") : "", StringComparison.Ordinal);
    }

    private async Task<(string Address, string Name)> PushAsync(string start, FlowPackage package)
    {
        var name = FlowRegistry.NewName(start);
        await Owner.PushAsync(name, package, isPublic: true);
        return ($"/package/{Owner.Name}/{name}", name);
    }

    private async Task<string> GetAsync(string path, int status = 200)
    {
        using var answer = await Http.GetAsync(new Uri(registry.Server.Catalog, path));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{path}: {(int)answer.StatusCode}: {html}");
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);

        // Lines to copy keep their words together by an element for each.
        return Regex.Replace(html, "<span class=\"word\">(.*?)</span>", "$1");
    }
}
