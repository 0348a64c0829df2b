using System.Text.Json;
using System.Text.Json.Nodes;

namespace Quilt.Catalog.Packages;

/// <summary>A public package for search engines, in the words of schema.org.</summary>
internal static class DatasetDescription
{
    /// <summary>A script element with data, which browsers do not run. The serialiser escapes what could end it.</summary>
    /// <param name="package">The package.</param>
    /// <param name="description">What it is about.</param>
    /// <param name="catalog">The catalog's lasting address.</param>
    public static string JsonLd(PackageGlance package, string description, string catalog)
    {
        var address = $"{catalog}/package/{package.Owner}/{package.Name}";
        var revision = package.Revision;
        var dataset = new JsonObject
        {
            ["@context"] = "https://schema.org/",
            ["@type"] = "Dataset",
            ["name"] = $"{package.Owner}/{package.Name}",
            ["description"] = description,
            ["url"] = address,
            ["identifier"] = revision.Hash,
            ["version"] = revision.Versions is [.., var version] ? version : revision.Hash[..8],
            ["dateCreated"] = Time(revision.CreatedAt),
            ["dateModified"] = Time(revision.UpdatedAt),
            ["creator"] = new JsonObject { ["@type"] = "Person", ["name"] = package.Owner, ["url"] = $"{catalog}/user/{package.Owner}" },
            ["isAccessibleForFree"] = true,
            ["includedInDataCatalog"] = new JsonObject { ["@type"] = "DataCatalog", ["name"] = "Quilt", ["url"] = catalog },
            ["distribution"] = new JsonObject { ["@type"] = "DataDownload", ["encodingFormat"] = "application/zip", ["contentUrl"] = $"{address}/zip" },
        };
        return $"<script type=\"application/ld+json\">{dataset.ToJsonString(JsonSerializerOptions.Default)}</script>";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
