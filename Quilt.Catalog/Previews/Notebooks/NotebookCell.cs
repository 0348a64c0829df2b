namespace Quilt.Catalog.Previews.Notebooks;

/// <summary>A cell of a notebook.</summary>
/// <param name="Count">The number of its execution; null where it has none.</param>
/// <param name="Code">Its code, safe to show as it is; null for text.</param>
/// <param name="Html">Its text, rendered and safe to put into a page; null for code.</param>
/// <param name="Outputs">What it answered.</param>
public sealed record NotebookCell(int? Count, string? Code, string? Html, IReadOnlyList<NotebookOutput> Outputs);

/// <summary>One answer of a code cell; one of its members is set.</summary>
/// <param name="Text">Text, safe to show as it is.</param>
/// <param name="Html">Markup, safe to put into a page.</param>
/// <param name="Image">A <c>data:</c> address of a picture.</param>
/// <param name="Note">Why nothing is shown.</param>
/// <param name="IsError">Whether the text tells of a failure.</param>
public sealed record NotebookOutput(string? Text = null, string? Html = null, string? Image = null, string? Note = null, bool IsError = false);
