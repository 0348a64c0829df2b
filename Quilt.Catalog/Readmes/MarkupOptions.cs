using System.Text.RegularExpressions;

namespace Quilt.Catalog.Readmes;

/// <summary>Settings <c>Quilt:Markup:*</c>: what strangers' texts may bring into a page.</summary>
internal sealed partial class MarkupOptions
{
    public const string Section = "Quilt:Markup";

    /// <summary>
    /// Origins whose pictures READMEs may show, such as <c>https://img.shields.io</c>; a single <c>*</c> for all https.
    /// Those sites learn who reads, so that there is none by default: their pictures are links.
    /// </summary>
    public string[] ExternalImages { get; set; } = [];

    /// <summary>What the Content-Security-Policy needs for them, with a space before each.</summary>
    public string ImageSources => string.Concat(ExternalImages.Select(origin => " " + (origin == "*" ? "https:" : origin)));

    /// <summary>Whether a picture at this address may be shown.</summary>
    public bool Allows(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && ExternalImages.Any(origin => origin == "*"
            ? uri.Scheme == "https"
            : uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wrong with the settings, in a sentence that names the key; null if nothing is.</summary>
    public string? Validate() => Array.Find(ExternalImages, origin => origin != "*" && !Origin().IsMatch(origin)) is { } wrong
        ? $"{Section}:{nameof(ExternalImages)} holds '{wrong}'. It must hold origins such as https://img.shields.io, or a single *."
        : null;

    [GeneratedRegex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$")]
    private static partial Regex Origin();
}
