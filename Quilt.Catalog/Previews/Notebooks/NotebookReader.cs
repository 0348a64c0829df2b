using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Quilt.Catalog.Readmes;
using Quilt.Catalog.Units;

namespace Quilt.Catalog.Previews.Notebooks;

/// <summary>Reads Jupyter notebooks: code and its outputs as text, tables as sanitised HTML, pictures as far as they are harmless. Nothing in them runs.</summary>
internal sealed partial class NotebookReader(MarkupThreads threads, IOptions<PreviewOptions> options, IOptions<MarkupOptions> markup)
{
    /// <returns>Null where it is no notebook.</returns>
    public async Task<NotebookPreview?> ReadAsync(ReadOnlyMemory<byte> json, MarkupContext? context)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = options.Value.MaxNesting });
            if (CellsOf(document.RootElement) is not { } all)
            {
                return null;
            }

            var reading = new Reading(options.Value);
            var cells = all.EnumerateArray().Take(options.Value.MaxNotebookCells).Select(reading.Cell).ToList();
            var rendered = await RenderAsync(reading, context);
            var count = all.GetArrayLength();
            return new NotebookPreview(LanguageOf(document.RootElement), [.. cells.Select(cell => cell(rendered))])
            {
                Notes =
                [
                    .. count > cells.Count ? new[] { $"{HumanUnits.Count(cells.Count)} of {HumanUnits.Count(count)} cells are shown." } : [],
                    .. reading.Cut > 0 ? new[] { $"{HumanUnits.Count(reading.Cut, "long text")} of cells and outputs {(reading.Cut == 1 ? "is" : "are")} cut." } : [],
                    .. rendered is null ? new[] { "Its texts and tables take too long to lay out: they are shown as they were written." } : [],
                ],
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no Unicode.
            return null;
        }
    }

    /// <summary>All of a notebook's markup in one piece of work, with one time limit; null where that is not enough.</summary>
    private async Task<IReadOnlyList<string>?> RenderAsync(Reading reading, MarkupContext? context)
    {
        if (reading.Markup.Count == 0)
        {
            return [];
        }

        try
        {
            return await threads.RunAsync(() => reading.Markup.Select((text, index) =>
                new ReadmeSanitizer(context, markup.Value, $"cell-{index + 1}-").Sanitize(text.IsHtml ? text.Text : ReadmeMarkdown.ToHtml(text.Text))).ToList());
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static JsonElement? CellsOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // Notebooks of the first years have their cells in a worksheet.
        if (root.TryGetProperty("cells", out var cells) && cells.ValueKind == JsonValueKind.Array)
        {
            return cells;
        }

        return root.TryGetProperty("worksheets", out var sheets) && sheets.ValueKind == JsonValueKind.Array && sheets.GetArrayLength() > 0
            && sheets[0].ValueKind == JsonValueKind.Object && sheets[0].TryGetProperty("cells", out cells) && cells.ValueKind == JsonValueKind.Array
            ? cells
            : null;
    }

    private static string LanguageOf(JsonElement root) =>
        root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("kernelspec", out var kernel) && kernel.ValueKind == JsonValueKind.Object
        && kernel.TryGetProperty("display_name", out var name) && name.ValueKind == JsonValueKind.String
            ? VisibleText.Line(name.GetString(), 40)
            : "";

    /// <summary>The colours and cursor movements of terminals.</summary>
    [GeneratedRegex(@"\x1B(\[[0-9;?]*[ -/]*[@-~]|[@-_])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Terminal();

    /// <summary>One notebook while it is read: what is markup is put aside, to be rendered together.</summary>
    private sealed class Reading(PreviewOptions options)
    {
        private const int MaxOutputs = 30;

        private static readonly string[] Images = ["image/png", "image/jpeg", "image/gif", "image/webp"];

        private long _images;

        /// <summary>Characters that may still be shown of the whole notebook.</summary>
        private int _left = 25 * options.MaxOutputLength;

        public List<(string Text, bool IsHtml)> Markup { get; } = [];

        public int Cut { get; private set; }

        public Func<IReadOnlyList<string>?, NotebookCell> Cell(JsonElement cell)
        {
            var source = Cap(Text(cell, "source") ?? Text(cell, "input") ?? "");
            switch (Text(cell, "cell_type"))
            {
                case "markdown" or "heading":
                    var put = Put(source, isHtml: false);
                    return rendered => rendered is null
                        ? new NotebookCell(null, Shown(source), null, [])
                        : new NotebookCell(null, null, rendered[put], []);
                case "code":
                    int? count = cell.TryGetProperty("execution_count", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : null;
                    var outputs = Outputs(cell);
                    return rendered => new NotebookCell(count, Shown(source), null, [.. outputs.Select(output => output(rendered))]);
                default:
                    return _ => new NotebookCell(null, Shown(source), null, []);
            }
        }

        private List<Func<IReadOnlyList<string>?, NotebookOutput>> Outputs(JsonElement cell)
        {
            if (!cell.TryGetProperty("outputs", out var outputs) || outputs.ValueKind != JsonValueKind.Array)
            {
                return [];
            }

            var shown = outputs.EnumerateArray().Take(MaxOutputs).Where(output => output.ValueKind == JsonValueKind.Object).Select(Output).ToList();
            if (outputs.GetArrayLength() > MaxOutputs)
            {
                shown.Add(_ => new NotebookOutput(Note: $"{HumanUnits.Count(outputs.GetArrayLength() - MaxOutputs)} more outputs are left out."));
            }

            return shown;
        }

        private Func<IReadOnlyList<string>?, NotebookOutput> Output(JsonElement output)
        {
            if (Text(output, "output_type") is "error" or "pyerr")
            {
                var failure = Text(output, "traceback", "\n") is { Length: > 0 } traceback ? traceback : $"{Text(output, "ename")}: {Text(output, "evalue")}";
                return Always(new NotebookOutput(Text: Shown(Cap(failure)), IsError: true));
            }

            if (Text(output, "text") is { } stream)
            {
                var isError = Text(output, "name") == "stderr";
                return Always(new NotebookOutput(Text: Shown(Cap(stream)), IsError: isError));
            }

            return output.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? Rich(data) : Always(new NotebookOutput(Note: "An output without content."));
        }

        /// <summary>The best of an output's forms that is safe: a picture, a table, text.</summary>
        private Func<IReadOnlyList<string>?, NotebookOutput> Rich(JsonElement data)
        {
            var plain = Text(data, "text/plain");
            var refused = (string?)null;
            foreach (var type in Images)
            {
                if (Text(data, type) is { } base64)
                {
                    if (Picture(type, base64, out refused) is { } address)
                    {
                        return Always(new NotebookOutput(Image: address));
                    }

                    break;
                }
            }

            if (refused is null && Text(data, "text/html") is { } html && html.Length <= Math.Min(options.MaxOutputLength, _left))
            {
                _left -= html.Length;
                var put = Put(html, isHtml: true);
                return rendered => rendered is not null && !string.IsNullOrWhiteSpace(rendered[put])
                    ? new NotebookOutput(Html: rendered[put])
                    : new NotebookOutput(Text: plain is null ? null : Shown(Cap(plain)), Note: plain is null ? "Its markup holds nothing that can be shown." : null);
            }

            if (Text(data, "text/markdown") is { } markdown)
            {
                var put = Put(Cap(markdown), isHtml: false);
                return rendered => rendered is null ? new NotebookOutput(Text: Shown(Cap(markdown))) : new NotebookOutput(Html: rendered[put]);
            }

            return Always(plain is not null
                ? new NotebookOutput(Text: Shown(Cap(plain)), Note: refused)
                : new NotebookOutput(Note: refused ?? "An output that only a running notebook can show."));
        }

        private string? Picture(string type, string base64, out string? refused)
        {
            // Line breaks are usual in it.
            var length = base64.Length;
            refused = "A picture is too large to be shown.";
            if (length > options.MaxEmbeddedImageLength || _images + length > 4L * options.MaxEmbeddedImageLength)
            {
                return null;
            }

            var compact = string.Concat(base64.Where(char.IsAscii).Where(character => !char.IsWhiteSpace(character)));
            if (EmbeddedImage.ReadBase64(compact) is not { } header || header.ContentType != type || !compact.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '='))
            {
                refused = "A picture cannot be read.";
                return null;
            }

            if ((long)header.Width * header.Height > Math.Min(options.MaxPixels, 16_000_000))
            {
                return null;
            }

            _images += length;
            refused = null;
            return $"data:{type};base64,{compact}";
        }

        private int Put(string text, bool isHtml)
        {
            Markup.Add((text, isHtml));
            return Markup.Count - 1;
        }

        private static Func<IReadOnlyList<string>?, NotebookOutput> Always(NotebookOutput output) => _ => output;

        private string Cap(string text)
        {
            var end = Math.Min(options.MaxOutputLength, _left);
            _left -= Math.Min(end, text.Length);
            if (text.Length <= end)
            {
                return text;
            }

            Cut++;
            return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
        }

        private string Shown(string text) => string.Join('\n', Terminal().Replace(text, "").Split('\n').Select(line => VisibleText.Line(line.TrimEnd('\r'), options.MaxOutputLength)));

        /// <summary>A text, which notebooks keep as one string or as an array of its lines.</summary>
        private static string? Text(JsonElement element, string name, string separator = "")
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            {
                return null;
            }

            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Array => string.Join(separator, value.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.String).Select(part => part.GetString())),
                _ => null,
            };
        }
    }
}
