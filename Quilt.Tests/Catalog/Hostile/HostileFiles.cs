using System.Buffers.Binary;
using System.Text.Json;
using Parquet;
using Quilt.Tests.Catalog.Previews;
using static Quilt.Tests.Catalog.Hostile.HostileTexts;

namespace Quilt.Tests.Catalog.Hostile;

/// <summary>Files of strangers: what would run, what would take all memory or time, and what lies about itself.</summary>
internal static class HostileFiles
{
    public static async Task<IReadOnlyList<HostileFile>> AllAsync() => [.. Texts(), .. Pictures(), .. Notebooks(), .. Bombs(), .. await ParquetAsync()];

    private static IEnumerable<HostileFile> Texts()
    {
        yield return new("svg", "a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.canary=1\"><script>window.canary=1</script></svg>");
        yield return new("html", "a.html", "<!doctype html>" + Script + Image);
        yield return new("xhtml", "a.xhtml", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><script>window.canary=1</script></html>");
        yield return new("xml", "laughs.xml", "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><l>&b;</l>");
        yield return new("js", "a.js", "window.canary=1\u2028alert(1)\u202E// " + Break);
        yield return new("css", "a.css", "*{background:url(https://evil.example/x.png)}</style>" + Script);
        yield return new("markdown", "a.md", Readmes[0] + "\n\n" + Readmes[7]);
        yield return new("deep_markdown", "deep.md", Repeat("- ", 200_000));
        yield return new("csv", "a.csv", $"{Quoted(Break)},{Quoted(Script)},=1+1\n{Quoted(Break)},{Quoted(Image)},=cmd|'/c calc'!A0\n@SUM(1),+1,-1\n");
        yield return new("tsv", "a.tsv", $"a\t{Script}\n{Image}\t{Break}\n");
        yield return new("csv_row", "row.csv", new string(',', 3_000_000));
        yield return new("csv_line", "line.csv", "a,b\n" + new string('x', 20_000_000));
        yield return new("csv_quote", "quote.csv", "a,b\n1,2\n\"" + new string('"', 8_000_000) + "x");
        yield return new("csv_blank", "blank.csv", new string('\n', 4_000_000));
        yield return new("json", "a.json", JsonSerializer.Serialize(new Dictionary<string, string> { [Break] = Script, ["__proto__"] = Image }));
        yield return new("json_deep", "deep.json", Repeat("[", 2_000_000));
        yield return new("json_names", "names.jsonl", "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(number => $"\"n{number}\":{number}")) + "}\n{\"" + "<b>" + "\":\"" + "<script>window.canary=1</script>" + "\"}\n");
        yield return new("json_rows", "rows.jsonl", Repeat("{}\n", 4_000_000));
        yield return new("nul", "a.txt", "text\0" + Script);
        yield return new("surrogates", "b.txt", [0x61, 0xED, 0xA0, 0x80, 0xFF, 0xFE, 0x3C, 0x62, 0x3E]);
        yield return new("terminal", "c.log", "\u001b]0;owned\u0007\u001b[2J" + Script);
    }

    private static IEnumerable<HostileFile> Pictures()
    {
        yield return new("png_bomb", "bomb.png", Picture.Png(50_000, 50_000));
        yield return new("gif_bomb", "bomb.gif", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, .. new byte[64]]);
        yield return new("jpeg_bomb", "bomb.jpg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xEA, 0x60, 0xEA, 0x60, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        yield return new("png_html", "page.png", [.. Picture.Png(2, 2), .. "<script>window.canary=1</script>"u8]);
        yield return new("png_lie", "lie.png", [.. Picture.Png(2, 2).AsSpan(0, 30), .. new byte[100]]);
    }

    private static IEnumerable<HostileFile> Notebooks()
    {
        var outputs = new Dictionary<string, string>
        {
            ["html"] = Readmes[0] + Readmes[1] + Readmes[3] + Readmes[4],
            ["mutation"] = Readmes[6] + Readmes[7],
            ["deep"] = Repeat("<div>", 20_000),
        };
        foreach (var (name, html) in outputs)
        {
            yield return new("notebook_" + name, name + ".ipynb", Notebook(("text/html", html), ("text/plain", Break)));
        }

        yield return new("notebook_script", "script.ipynb", Notebook(("application/javascript", "window.canary=1"), ("text/plain", Script)));
        yield return new("notebook_svg", "svg.ipynb", Notebook(("image/svg+xml", "<svg onload=\"window.canary=1\"/>")));
        yield return new("notebook_image", "image.ipynb", Notebook(("image/png", "x\" onerror=\"window.canary=1")));
        yield return new("notebook_bomb", "imagebomb.ipynb", Notebook(("image/png", Convert.ToBase64String(Picture.Png(50_000, 4_000)))));
        yield return new("notebook_cells", "cells.ipynb", "{\"cells\":[" + string.Join(',', Enumerable.Repeat("{\"cell_type\":\"markdown\",\"source\":\"> > > ![a](![a](\"}", 50_000)) + "]}");
        yield return new("notebook_nesting", "nesting.ipynb", "{\"cells\":" + Repeat("[", 500_000));
    }

    private static IEnumerable<HostileFile> Bombs()
    {
        var zeros = new byte[100_000_000];
        yield return new("gzip_text", "zeros.txt", Enumerable.Repeat((byte)'a', 50_000_000).ToArray(), IsGzip: true);
        yield return new("gzip_binary", "zeros.bin", zeros, IsGzip: true);
        yield return new("gzip_file", "bomb.csv.gz", PreviewBench.Gzip(Enumerable.Repeat((byte)',', 50_000_000).ToArray()));
        yield return new("gzip_gzip", "twice.json.gz", PreviewBench.Gzip(PreviewBench.Gzip(zeros)));
        yield return new("gzip_broken", "broken.txt.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        yield return new("zip", "bomb.zip", [.. "PK\u0003\u0004"u8, .. new byte[1000]]);
    }

    private static async Task<IEnumerable<HostileFile>> ParquetAsync()
    {
        var good = await ParquetFiles.MeasuresAsync(5_000, 1_000);
        var length = BinaryPrimitives.ReadInt32LittleEndian(good.AsSpan(good.Length - 8));
        var footer = good.Length - 8 - length;
        var lying = good.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(lying.AsSpan(lying.Length - 8), 0x7FFFFFFF);
        byte[] lists = [0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0];
        var noise = good.ToArray();
        new Random(1).NextBytes(noise.AsSpan(4, footer - 4));
        var texts = new[] { Break, Script, Image, null!, "=1+1" };
        return
        [
            new("parquet_names", "names.parquet", await ParquetFiles.TextsAsync(Break, texts)),
            new("parquet_footer", "footer.parquet", lying),
            new("parquet_lists", "lists.parquet", [.. "PAR1"u8, .. lists, 8, 0, 0, 0, .. "PAR1"u8]),
            new("parquet_noise", "noise.parquet", noise),
            new("parquet_head", "head.parquet", [.. "PAR1"u8, .. new byte[1000]]),
            new("parquet_zstd", "zstd.parquet", await ParquetFiles.TextsAsync("a", [new string('a', 50_000_000)], CompressionMethod.Zstd)),
            new("parquet_snappy", "snappy.parquet", await ParquetFiles.TextsAsync("a", Enumerable.Repeat(new string('a', 1_000_000), 20).Select((text, number) => text + number).ToList())),
            new("parquet_as_csv", "frame.csv", good),
        ];
    }

    private static string Notebook(params (string Type, string Content)[] forms) => JsonSerializer.Serialize(new
    {
        cells = new object[]
        {
            new { cell_type = "markdown", source = Readmes[0] },
            new { cell_type = "code", execution_count = 1, source = Break, outputs = new[] { new { output_type = "display_data", data = forms.ToDictionary(form => form.Type, form => form.Content) } } },
            new { cell_type = "raw", source = Break },
        },
        metadata = new { kernelspec = new { display_name = Script } },
    });

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
