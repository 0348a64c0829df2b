namespace Quilt.Catalog.Comments;

/// <summary>What somebody wrote into a form that keeps drafts.</summary>
/// <param name="Writer">Whose page the form stood on: the text is nobody else's to see.</param>
/// <param name="Contents">What they wrote.</param>
internal sealed record Draft(string Writer, string Contents)
{
    /// <summary>The name of the form.</summary>
    public const string FormName = "comment";

    /// <summary>What such a form may ask for that changes nothing: to be shown again.</summary>
    public const string Show = "show";

    /// <summary>The field of a form that keeps drafts which names the writer.</summary>
    public const string WriterField = "writer";

    /// <summary>The draft in what was posted; null where it is another form, or nothing was written.</summary>
    public static async Task<Draft?> OfAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var (writer, contents) = (form[WriterField].ToString(), form["contents"].ToString());
        return writer.Length > 0 && !string.IsNullOrWhiteSpace(contents) ? new Draft(writer, contents) : null;
    }

    /// <summary>A form that has the page show this, and does nothing else.</summary>
    public FormCollection ToShow() => new(new()
    {
        ["_handler"] = FormName,
        [WriterField] = Writer,
        ["contents"] = Contents,
        ["act"] = Show,
    });
}
