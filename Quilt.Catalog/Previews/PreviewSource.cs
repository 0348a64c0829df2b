namespace Quilt.Catalog.Previews;

/// <summary>A file or table of a package that is to be looked at.</summary>
/// <param name="FileName">What the file was called when it was pushed, or its node's name: its ending tells the kind.</param>
/// <param name="Objects">Its bytes: one object for a file; tables of old clients may have several, in order.</param>
/// <param name="Address">The path and query of the page it is shown on, to which <c>page</c> and <c>row</c> are added.</param>
/// <param name="NodeFormat">What a table's node says of its objects, such as <c>PARQUET</c> or <c>HDF5</c>; null for files.</param>
/// <param name="ImageUrl">A presigned address that answers with this content type, for pictures; null where <see cref="PreviewObject.Url"/> will do.</param>
/// <param name="Context">Where the file is, for links inside it; null leaves relative links out.</param>
/// <param name="Parts">How many objects there are, where <paramref name="Objects"/> has only the first of them.</param>
public sealed record PreviewSource(
    string FileName,
    IReadOnlyList<PreviewObject> Objects,
    string Address,
    string? NodeFormat = null,
    Func<string, string?>? ImageUrl = null,
    Readmes.MarkupContext? Context = null,
    int? Parts = null)
{
    /// <summary>An address on this page.</summary>
    public string Link(string query, string? anchor = null) =>
        $"{Address}{(Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}{(anchor is null ? "" : "#" + anchor)}";
}

/// <summary>One object.</summary>
/// <param name="Url">Its presigned address for GET.</param>
/// <param name="Size">The size of its content; null where the registry does not know.</param>
public sealed record PreviewObject(string Url, long? Size);

/// <summary>The part of it that somebody asked for.</summary>
/// <param name="Page">The page, from 1.</param>
/// <param name="Row">A row to show and mark, from 0; its page is shown, whatever <paramref name="Page"/> says.</param>
/// <param name="Offset">A byte of a long text table, from which on rows are shown, whatever the others say.</param>
public sealed record PreviewView(int Page = 1, long? Row = null, long? Offset = null)
{
    /// <summary>Reads the query of a request; what makes no sense is the first page.</summary>
    public static PreviewView Of(string? page, string? row, string? offset = null) => new(
        int.TryParse(page, out var number) && number > 0 ? number : 1,
        long.TryParse(row, out var index) && index >= 0 ? index : null,
        long.TryParse(offset, out var place) && place > 0 ? place : null);
}
