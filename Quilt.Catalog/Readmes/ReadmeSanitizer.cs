using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Quilt.Catalog.Readmes;

/// <summary>
/// Keeps of a README's HTML what is listed here and nothing else. Its ids and anchors get a prefix, so that they cannot
/// stand in for the page's own; its links lead to other sites openly; what it names beside itself leads to the package's
/// files. Pictures of other sites become links, since loading them would tell those sites who reads here, unless the
/// deployment allows them.
/// </summary>
/// <remarks>It is made for one text and used by one thread.</remarks>
internal sealed class ReadmeSanitizer
{
    /// <summary>Before each id of a text.</summary>
    public const string IdPrefix = "readme-";

    /// <summary>A picture inside a text is decoded by the browser whatever its size: what is larger is left out.</summary>
    private const long MaxPixels = 16_000_000;

    private static readonly string[] Tags =
    [
        "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del",
        "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "section", "small",
        "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u",
        "ul", "var",
    ];

    private static readonly string[] Attributes =
    [
        "alt", "checked", "class", "colspan", "disabled", "height", "href", "id", "open", "reversed", "rowspan", "scope",
        "span", "src", "start", "title", "type", "width",
    ];

    private static readonly string[] DataImages = ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];

    private readonly HtmlSanitizer _sanitizer;
    private readonly MarkupContext? _context;
    private readonly MarkupOptions _options;
    private readonly string _idPrefix;

    /// <param name="context">Where the text stands; null leaves relative links out.</param>
    /// <param name="options">Which pictures it may show.</param>
    /// <param name="idPrefix">Before each of its ids.</param>
    public ReadmeSanitizer(MarkupContext? context, MarkupOptions options, string idPrefix = IdPrefix)
    {
        (_context, _options, _idPrefix) = (context, options, idPrefix);
        _sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Tags.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = Attributes.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
            AllowedClasses = new HashSet<string>(["contains-task-list", "task-list-item", "footnotes", "footnote-ref", "footnote-back-ref"], StringComparer.Ordinal),
        });
        _sanitizer.FilterUrl += (_, url) => url.SanitizedUrl = url.Tag is IHtmlImageElement
            ? ImageAddress(url.OriginalUrl) ?? Address(url.SanitizedUrl)
            : Anchor(url.OriginalUrl) ?? Address(url.SanitizedUrl);
        _sanitizer.PostProcessDom += (_, result) => Rework(result.Document);
    }

    public string Sanitize(string html) => _sanitizer.Sanitize(html);

    private string? ImageAddress(string url)
    {
        if (!DataImages.Any(prefix => url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            return _context?.PictureLink(url);
        }

        return EmbeddedImage.Read(url) is { } size && (long)size.Width * size.Height <= MaxPixels ? url : null;
    }

    private string? Anchor(string url) => url.StartsWith('#') ? $"#{_idPrefix}{url[1..]}" : null;

    /// <summary>An address of another site, or of a file beside the text.</summary>
    private string? Address(string? url) => url is null
        ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" ? url : _context?.FileLink(url);

    private void Rework(IHtmlDocument document)
    {
        foreach (var element in document.All.ToList())
        {
            if (_context is { IsComment: true })
            {
                element.RemoveAttribute("id");
            }
            else if (element.Id is { Length: > 0 } id)
            {
                element.Id = _idPrefix + id;
            }

            switch (element)
            {
                case IHtmlAnchorElement link:
                    ReworkLink(link);
                    break;
                case IHtmlImageElement image:
                    ReworkImage(document, image);
                    break;
                case IHtmlInputElement input:
                    ReworkInput(input);
                    break;
                case IHtmlTableElement or IHtmlPreElement:
                    MakeScrollable(document, element);
                    break;
            }
        }
    }

    private static void ReworkLink(IElement link)
    {
        if (link.GetAttribute("href") is not { Length: > 0 } href)
        {
            // It leads nowhere; its words stay.
            link.Replace([.. link.ChildNodes]);
        }
        else if (!href.StartsWith('#') && !href.StartsWith('/'))
        {
            link.SetAttribute("rel", "nofollow noopener noreferrer");
        }
    }

    private void ReworkImage(IHtmlDocument document, IElement image)
    {
        var source = image.GetAttribute("src");
        if (_context is { IsComment: true })
        {
            image.Replace(document.CreateTextNode(image.GetAttribute("alt") ?? ""));
            return;
        }

        if (source is not null && IsShown(source))
        {
            image.SetAttribute("alt", image.GetAttribute("alt") ?? "");
            image.SetAttribute("loading", "lazy");
            image.SetAttribute("referrerpolicy", "no-referrer");
            return;
        }

        var text = image.GetAttribute("alt") is { Length: > 0 } alt ? alt : "image";
        if (source is null || image.Closest("a") is not null)
        {
            image.Replace(document.CreateTextNode(text));
            return;
        }

        var link = document.CreateElement("a");
        link.SetAttribute("href", source);
        link.TextContent = text;
        ReworkLink(link);
        image.Replace(link);
    }

    /// <summary>Whether a picture is part of the text, of its package, or of a site that the deployment allows.</summary>
    private bool IsShown(string source) =>
        source.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
        || (_context?.PicturesPath is { } pictures && source.StartsWith(pictures + "/", StringComparison.Ordinal))
        || _options.Allows(source);

    /// <summary>Task lists have check boxes; nothing else may ask for input.</summary>
    private static void ReworkInput(IElement input)
    {
        if (input.GetAttribute("type") == "checkbox")
        {
            input.SetAttribute("disabled", "");
            input.SetAttribute("aria-label", "done");
        }
        else
        {
            input.Remove();
        }
    }

    /// <summary>What is wider than the page scrolls by itself, with the keyboard too.</summary>
    private static void MakeScrollable(IHtmlDocument document, IElement element)
    {
        if (element is IHtmlPreElement)
        {
            element.SetAttribute("tabindex", "0");
            return;
        }

        var frame = document.CreateElement("div");
        frame.ClassName = "scroll";
        frame.SetAttribute("tabindex", "0");
        element.Replace(frame);
        frame.AppendChild(element);
    }
}
