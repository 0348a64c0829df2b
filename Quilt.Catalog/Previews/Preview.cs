using Quilt.Catalog.Previews.Tables;

namespace Quilt.Catalog.Previews;

/// <summary>What is shown of a file.</summary>
public abstract record Preview
{
    /// <summary>What was cut or left out, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Bytes that were read of the store.</summary>
    public long BytesRead { get; init; }

    /// <summary>In so many requests.</summary>
    public int Requests { get; init; }
}

/// <summary>Nothing can be shown.</summary>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record NoPreview(string Reason) : Preview;

/// <summary>Text, code, or data as text.</summary>
/// <param name="Lines">The lines of this page, safe to show as they are.</param>
/// <param name="First">The number of the first, from 1.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Pages">How many there are of what was read.</param>
public sealed record TextPreview(IReadOnlyList<string> Lines, int First, int Page, int Pages) : Preview;

/// <summary>Rows and columns.</summary>
/// <param name="Table">What was read.</param>
public sealed record TablePreview(Table Table) : Preview;

/// <summary>Markdown.</summary>
/// <param name="Readme">The text, rendered.</param>
public sealed record MarkdownPreview(Readmes.Readme Readme) : Preview;

/// <summary>A picture, which the browser loads from the store.</summary>
/// <param name="Url">Its address at the object store.</param>
/// <param name="Format">Its kind, such as <c>PNG</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record ImagePreview(string Url, string Format, int Width, int Height) : Preview;

/// <summary>A Jupyter notebook.</summary>
/// <param name="Language">What its code is written in.</param>
/// <param name="Cells">What it holds.</param>
public sealed record NotebookPreview(string Language, IReadOnlyList<Notebooks.NotebookCell> Cells) : Preview;
