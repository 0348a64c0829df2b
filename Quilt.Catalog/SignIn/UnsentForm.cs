using Quilt.Catalog.Comments;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// A form that did nothing: its session is over, its token is, or the registry failed. What was written is kept for the page
/// that it came from; where it is too long for that, the answer shows it.
/// </summary>
/// <param name="Path">The page that it came from and goes back to.</param>
/// <param name="Draft">What was written; null where the form keeps no drafts.</param>
/// <param name="IsKept">Whether that waits in the form.</param>
internal sealed record UnsentForm(string Path, Draft? Draft, bool IsKept)
{
    /// <summary>Whether the answer must show what was written, as it would be lost.</summary>
    public bool IsToBeShown => Draft is not null && !IsKept;

    /// <summary>The page that it came from, at what was written if that is there: browsers put the cursor where an address points.</summary>
    public string Form => IsKept ? Path + "#contents" : Path;

    /// <summary>The page that says that the session has ended, and that nothing was done.</summary>
    public string SessionEnded => SessionEndedPage.AddressOf(Form, IsKept ? SessionEndedPage.Kept : SessionEndedPage.Undone);

    /// <summary>Keeps what is in the form that was posted.</summary>
    public static async Task<UnsentForm> KeepAsync(HttpContext context, string path)
    {
        var draft = await Draft.OfAsync(context.Request);
        var form = new UnsentForm(path, draft, draft is not null && context.RequestServices.GetRequiredService<Drafts>().Keep(context, path, draft));
        context.Features.Set(form);
        return form;
    }
}
