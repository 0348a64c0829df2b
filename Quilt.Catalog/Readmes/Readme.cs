namespace Quilt.Catalog.Readmes;

/// <summary>A README, ready to show.</summary>
/// <param name="Html">Safe to put into a page.</param>
/// <param name="IsCut">Whether the text was too long to show whole.</param>
/// <param name="IsPlain">Whether it is shown as it was written, since it could not be rendered.</param>
public sealed record Readme(string Html, bool IsCut, bool IsPlain = false);
