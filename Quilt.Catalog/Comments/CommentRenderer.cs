using AngleSharp.Html.Parser;
using Quilt.Catalog.Readmes;

namespace Quilt.Catalog.Comments;

/// <summary>
/// Renders comments as READMEs are rendered, without their pictures. Many stand on one page, so that their headings have
/// no ids.
/// </summary>
internal sealed class CommentRenderer(ReadmeRenderer readmes)
{
    /// <summary>HTML that is safe to put into a page; never fails.</summary>
    public async Task<string> RenderAsync(string markdown, CancellationToken cancellationToken)
    {
        var rendered = await readmes.RenderAsync(markdown, cancellationToken);
        if (!rendered.Html.Contains("<img", StringComparison.OrdinalIgnoreCase) && !rendered.Html.Contains(" id=", StringComparison.OrdinalIgnoreCase))
        {
            return rendered.Html;
        }

        var document = new HtmlParser().ParseDocument(string.Empty);
        document.Body!.InnerHtml = rendered.Html;
        foreach (var image in document.Images.ToList())
        {
            image.Replace(document.CreateTextNode(image.AlternativeText ?? ""));
        }

        foreach (var element in document.Body.QuerySelectorAll("[id]"))
        {
            element.RemoveAttribute("id");
        }

        return document.Body.InnerHtml;
    }
}
