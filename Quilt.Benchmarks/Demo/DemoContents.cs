using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Quilt.Client;

namespace Quilt.Benchmarks.Demo;

/// <summary>What is in a revision of a demo package.</summary>
internal static class DemoContents
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Messages = ["First data", "Add the newest month", "Correct a station's clock", "Add the newest month", "Fill gaps from the archive", "Add the newest month"];

    /// <summary>What the owner noted about a revision.</summary>
    public static string MessageOf(DemoPackage package, int revision) => $"{Messages[(revision - 1) % Messages.Length]} ({package.Title.ToLowerInvariant()})";

    /// <summary>Puts a revision together.</summary>
    public static async Task<PackageBuilder> BuildAsync(DemoPackage package, int revision, CancellationToken cancellation)
    {
        var table = new DemoTable(package, revision);
        var picture = DemoPicture.Of(NumbersOf(package, table));
        var builder = new PackageBuilder()
            .AddFile("data/table", await table.ToParquetAsync(cancellation), Origin("data/table.parquet"))
            .AddFile("data/sample", table.ToCsv(..500), Origin("data/sample.csv"))
            .AddFile("data/columns", ColumnsOf(package), Origin("data/columns.json"))
            .AddFile("pictures/overview", picture, Origin("pictures/overview.png"));
        if (package.HasYears)
        {
            var year = Math.Max(1, table.Rows.Count / 3);
            for (var i = 0; i < 3; i++)
            {
                builder.AddFile($"years/y{2023 + i}", table.ToCsv((i * year)..((i + 1) * year)), Origin($"years/{2023 + i}.csv"));
            }
        }

        if (package.HasNotebook)
        {
            builder.AddFile("explore", DemoNotebook.Of(package, picture), Origin("explore.ipynb"));
            builder.AddFile("src/load", Encoding.UTF8.GetBytes($"from quilt.data.{package.Owner} import {package.Name}\n\n\ndef table():\n    \"\"\"{package.Title} as a data frame.\"\"\"\n    return {package.Name}.data.table()\n"), Origin("src/load.py"));
        }

        if (!package.IsBare)
        {
            builder.AddFile("README", Encoding.UTF8.GetBytes(DemoReadme.Of(package, revision, table.Rows.Count)), Origin("README.md"));
        }

        return builder;
    }

    private static double[] NumbersOf(DemoPackage package, DemoTable table)
    {
        var at = Array.FindIndex(package.Columns, column => column.Type == typeof(double));
        return [.. table.Rows.Select(row => row[at]).OfType<double>()];
    }

    private static byte[] ColumnsOf(DemoPackage package) => JsonSerializer.SerializeToUtf8Bytes(
        package.Columns.ToDictionary(column => column.Name, column => new Dictionary<string, string> { ["type"] = column.Type.Name.ToLowerInvariant(), ["meaning"] = column.Meaning }),
        Indented);

    /// <summary>What the Python client notes about a file: names of nodes are Python identifiers, and this keeps the name on disk.</summary>
    private static JsonElement Origin(string path) => JsonSerializer.SerializeToElement(new Dictionary<string, string>
    {
        ["q_ext"] = Path.GetExtension(path).TrimStart('.'),
        ["q_path"] = path,
        ["q_target"] = "file",
    });
}
