namespace Quilt.Catalog.Downloads;

/// <summary>Why there is nothing to download: the package names content that the object store does not have.</summary>
/// <param name="Page">The page of the file or folder.</param>
/// <param name="IsOneFile">Whether a file was asked for, and no zip file of several.</param>
internal sealed record MissingContent(string Page, bool IsOneFile)
{
    /// <summary>The heading of the page that says so.</summary>
    public string Title => IsOneFile ? "This file is missing" : "Some of the files are missing";

    /// <summary>What that means and what can be done.</summary>
    public string Text => (IsOneFile ? "The package names it, but the object store does not have it: it was" : "The package names files that the object store does not have: they were") + " never uploaded, or lost since. " +
        (IsOneFile ? "" : "So there can be no zip file of all; what is there can be downloaded file by file. ") +
        "Whoever owns the package can push it again to mend that.";
}
