using System.Text.Json;

namespace Quilt.Benchmarks.Demo;

/// <summary>A Jupyter notebook (nbformat 4) with text, code, a table and a picture.</summary>
internal static class DemoNotebook
{
    public static byte[] Of(DemoPackage package, byte[] picture) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        nbformat = 4,
        nbformat_minor = 5,
        metadata = new { language_info = new { name = "python" } },
        cells = new object[]
        {
            new { cell_type = "markdown", metadata = new { }, source = $"# A first look at {package.Title}\n\nEach row is {package.Unit}." },
            Code(1, $"from quilt.data.{package.Owner} import {package.Name}\n\ntable = {package.Name}.data.table()\nlen(table)", new
            {
                output_type = "execute_result",
                execution_count = 1,
                metadata = new { },
                data = new Dictionary<string, string> { ["text/plain"] = $"{package.Rows}" },
            }),
            Code(2, "table.plot()", new
            {
                output_type = "display_data",
                metadata = new { },
                data = new Dictionary<string, string> { ["image/png"] = Convert.ToBase64String(picture), ["text/plain"] = "<Figure>" },
            }),
        },
    });

    private static object Code(int count, string source, object output) =>
        new { cell_type = "code", execution_count = count, metadata = new { }, source, outputs = new[] { output } };
}
