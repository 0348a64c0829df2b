namespace Quilt.Catalog.Previews;

/// <summary>A file cannot be shown; the message is the sentence that the page says. It unwinds a parser, and never leaves the service.</summary>
internal sealed class PreviewRefusedException(string message) : Exception(message);
