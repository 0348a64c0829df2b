using System.Text;
using Quilt.Catalog.Previews;

namespace Quilt.Tests.Catalog.Previews;

public sealed class TextPreviewTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Code_is_shown_line_by_line_however_it_is_stored(bool gzip)
    {
        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("run.py", "import quilt\r\n\tprint('<b>')\n\nend\n", gzip: gzip));

        Assert.Equal(["import quilt", "\tprint('<b>')", "", "end"], text.Lines);
        Assert.Equal((1, 1, 1), (text.First, text.Page, text.Pages));
        Assert.Empty(text.Notes);
    }

    [Fact]
    public async Task A_file_that_is_a_gzip_by_its_name_is_unpacked()
    {
        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("a.txt.gz", PreviewBench.Gzip("hello"u8.ToArray())));

        Assert.Equal(["hello"], text.Lines);
    }

    [Theory]
    [InlineData("utf-8", "zażółć")]
    [InlineData("utf-16", "zażółć")]
    public async Task Encodings_that_announce_themselves_are_read(string encoding, string content)
    {
        var codec = Encoding.GetEncoding(encoding);

        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("a.txt", [.. codec.GetPreamble(), .. codec.GetBytes(content)]));

        Assert.Equal([content], text.Lines);
    }

    [Fact]
    public async Task A_long_text_is_shown_a_page_at_a_time_and_only_its_beginning_is_read()
    {
        var content = string.Concat(Enumerable.Range(1, 400_000).Select(line => $"line {line} of many\n"));

        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("long.txt", content, new PreviewView(3)));

        Assert.Equal((2001, 3), (text.First, text.Page));
        Assert.Equal("line 2001 of many", text.Lines[0]);
        Assert.Equal(1000, text.Lines.Count);
        Assert.InRange(text.BytesRead, 4_000_000, 4_500_000);
        Assert.Contains("Only the first 4.19 MB of the file are read. Download it to see the rest.", text.Notes);
        Assert.Equal(text.Pages, Assert.IsType<TextPreview>(await bench.ShowAsync("long.txt", content, new PreviewView(99_999))).Page);
    }

    [Fact]
    public async Task A_line_of_megabytes_is_cut()
    {
        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("one.txt", new string('x', 9_000_000)));

        Assert.Equal(2001, Assert.Single(text.Lines).Length);
        Assert.Contains(text.Notes, note => note.Contains("1 long line is cut at 2,000 characters.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gzip_bomb_costs_no_more_than_its_beginning()
    {
        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("bomb.txt", new byte[200_000_000].Select(_ => (byte)'a').ToArray(), gzip: true));

        Assert.InRange(text.BytesRead, 1, 1_000_000);
        Assert.Contains(text.Notes, note => note.StartsWith("Only the first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_gzip_says_so()
    {
        var packed = PreviewBench.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000))));
        packed.AsSpan(10, packed.Length - 10).Fill(0xFF);

        Assert.Contains("cannot be unpacked", Assert.IsType<NoPreview>(await bench.ShowAsync("a.txt.gz", packed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_hides_or_turns_text_around_is_spelled_out()
    {
        var text = Assert.IsType<TextPreview>(await bench.ShowAsync("a.js", "if (admin\u202E \u2066// ok\u200B) \u0007\n"));

        Assert.Equal("if (admin[U+202E] [U+2066]// ok[U+200B]) \u2407", text.Lines[0]);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("a\0b", "It is binary.")]
    public async Task What_is_no_text_is_not_shown(string content, string reason) =>
        Assert.StartsWith(reason, Assert.IsType<NoPreview>(await bench.ShowAsync("a.dat", content)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("evil.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("evil.html", "<script>alert(1)</script>")]
    public async Task What_could_run_is_text(string name, string content) =>
        Assert.Equal([content], Assert.IsType<TextPreview>(await bench.ShowAsync(name, content)).Lines);

    [Fact]
    public async Task Markdown_is_rendered_with_links_to_the_package()
    {
        var file = await bench.PutAsync("# Hi\n\n[b](b.csv) <script>alert(1)</script>"u8.ToArray());

        var preview = await bench.ShowAsync(new PreviewSource("a.md", [file], "/x", Context: new("/package/o/p/files", "docs")));

        var html = Assert.IsType<MarkdownPreview>(preview).Readme.Html;
        Assert.Contains("<h1 id=\"readme-hi\">Hi</h1>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/package/o/p/files/docs/b.csv\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_object_says_so()
    {
        var preview = await bench.ShowAsync(new PreviewSource("a.txt", [new PreviewObject(bench.Store.Presign("nothing-there"), 5)], "/x"));

        Assert.StartsWith("The object store does not have", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_presigned_address_of_another_host_is_read_at_the_configured_store()
    {
        var file = await bench.PutAsync("text"u8.ToArray());
        var elsewhere = new PreviewObject(file.Url.Replace(new Uri(file.Url).Authority, "169.254.169.254:80", StringComparison.Ordinal), file.Size);

        // Signed for another host: the store refuses it, and nobody else is asked.
        var preview = await bench.ShowAsync(new PreviewSource("a.txt", [elsewhere], "/x"));

        Assert.StartsWith("The object store does not have", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configured_store_nothing_is_read()
    {
        var file = await bench.PutAsync("text"u8.ToArray());

        var preview = await bench.ShowAsync(new PreviewSource("a.txt", [file], "/x"), change: options => options.ObjectsEndpoint = null);

        Assert.Contains("Quilt:Previews:ObjectsEndpoint", Assert.IsType<NoPreview>(preview).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_costs_a_sentence()
    {
        var file = await bench.PutAsync("text"u8.ToArray());

        var preview = await bench.ShowAsync(new PreviewSource("a.txt", [file], "/x"), change: options => options.ObjectsEndpoint = new Uri("http://127.0.0.1:9"));

        Assert.Equal("The object store cannot be reached. Try again in a moment.", Assert.IsType<NoPreview>(preview).Reason);
    }
}
