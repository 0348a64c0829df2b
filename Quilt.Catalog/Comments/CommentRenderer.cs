using Quilt.Catalog.Readmes;

namespace Quilt.Catalog.Comments;

/// <summary>
/// Renders comments as READMEs are rendered, without their pictures. Many stand on one page, so that their headings have
/// no ids.
/// </summary>
internal sealed class CommentRenderer(ReadmeRenderer readmes)
{
    /// <summary>HTML that is safe to put into a page; never fails.</summary>
    public async Task<string> RenderAsync(string markdown, CancellationToken cancellationToken) =>
        (await readmes.RenderAsync(markdown, MarkupContext.Comment, cancellationToken)).Html;
}
