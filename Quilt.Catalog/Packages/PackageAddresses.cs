using Quilt.Client;

namespace Quilt.Catalog.Packages;

/// <summary>The addresses of a package's pages, at one revision.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Revision">The revision that the pages show.</param>
public sealed record PackageAddresses(string Owner, string Name, RevisionName Revision)
{
    /// <summary>What names the revision in an address; empty for the latest.</summary>
    public string Query => Revision.ToQuery();

    /// <summary>The first page.</summary>
    public string Overview => Page("");

    /// <summary>The list of revisions, which is the same for all of them.</summary>
    public string Revisions => $"/package/{Owner}/{Name}/revisions";

    /// <summary>A page below the package's, such as <c>/comments</c>.</summary>
    public string Page(string below) => $"/package/{Owner}/{Name}{below}{Query}";

    /// <summary>The page of a folder or file; null for one that no address can name.</summary>
    public string? File(string path) => Below("files", path);

    /// <summary>Where a file is downloaded.</summary>
    public string? Download(string path) => Below("download", path);

    /// <summary>Where a folder is downloaded as a zip file.</summary>
    public string? Zip(string path = "") => Below("zip", path);

    /// <summary>The comparison of two revisions.</summary>
    public string Compare(string from, string to) => $"/package/{Owner}/{Name}/compare/{Uri.EscapeDataString(from)}...{Uri.EscapeDataString(to)}";

    /// <summary>A child's place.</summary>
    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    /// <summary>Names come from strangers: browsers take some of them for steps in an address and not for names.</summary>
    private string? Below(string what, string path)
    {
        var parts = path.Split('/');
        return path.Length > 0 && parts.Any(part => part is "" or "." or "..")
            ? null
            : $"/package/{Owner}/{Name}/{what}{(path.Length > 0 ? "/" : "")}{string.Join('/', parts.Select(Uri.EscapeDataString))}{Query}";
    }
}
