using Microsoft.Extensions.Options;
using Quilt.Catalog.Previews.Images;
using Quilt.Catalog.Previews.Json;
using Quilt.Catalog.Previews.Notebooks;
using Quilt.Catalog.Previews.Parquet;
using Quilt.Catalog.Previews.Reading;
using Quilt.Catalog.Previews.Tables;
using Quilt.Catalog.Previews.Text;
using Quilt.Catalog.Readmes;
using Quilt.Catalog.Units;

namespace Quilt.Catalog.Previews;

/// <summary>
/// Shows the beginning, or the page that is asked for, of a stranger's file: a few at a time, within a time, and reading
/// no more than the caps of <see cref="PreviewOptions"/>. It always has an answer; where there is nothing to show, that
/// says why.
/// </summary>
internal sealed class PreviewService(
    ObjectHttp objects,
    ReadmeRenderer readmes,
    NotebookReader notebooks,
    IOptions<PreviewOptions> options,
    TimeProvider clock,
    ILogger<PreviewService> logger) : IDisposable
{
    private const int HeadLength = 64 * 1024;

    private readonly SemaphoreSlim _slots = new(options.Value.Concurrency);

    private PreviewOptions Options => options.Value;

    /// <summary>What is shown of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="view">The part of it.</param>
    /// <param name="cancellationToken">Gives up; the only way not to get an answer.</param>
    public async Task<Preview> ShowAsync(PreviewSource source, PreviewView view, CancellationToken cancellationToken)
    {
        var budget = new ReadBudget(Options);
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(Options.Seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        var preview = await TryAsync(() => InTurnAsync(source, view, budget, either.Token), cancellationToken);
        return preview with { BytesRead = budget.BytesRead, Requests = budget.Requests };
    }

    public void Dispose() => _slots.Dispose();

    private async Task<Preview> TryAsync(Func<Task<Preview>> show, CancellationToken cancellationToken)
    {
        try
        {
            return await show();
        }
        catch (PreviewRefusedException refused)
        {
            return new NoPreview(refused.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NoPreview($"This takes longer than {HumanUnits.Count(Options.Seconds, "second")}. Try again, or download the file.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            logger.LogWarning("A file cannot be read from the object store: {Reason}", failure.GetType().Name);
            return new NoPreview("The object store cannot be reached. Try again in a moment.");
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            // A stranger's file found a hole in a parser. It costs its own preview and nothing else.
            logger.LogError(failure, "A preview failed.");
            return new NoPreview("This file cannot be shown. Download it to see what is in it.");
        }
    }

    private async Task<Preview> InTurnAsync(PreviewSource source, PreviewView view, ReadBudget budget, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            // Parsing is bounded by the caps, but may keep a thread busy: not the one that awaits us.
            return await Task.Run(() => ShowAsync(source, view, budget, cancellationToken), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Preview> ShowAsync(PreviewSource source, PreviewView view, ReadBudget budget, CancellationToken cancellationToken)
    {
        if (source.Objects.Count == 0)
        {
            return new NoPreview("It holds nothing.");
        }

        if (source.NodeFormat is { } format && !format.Equals("PARQUET", StringComparison.OrdinalIgnoreCase))
        {
            return new NoPreview($"Tables stored as {VisibleText.Line(format, 20)} cannot be shown here. Install the package to read it.");
        }

        if (source.Objects[0].Size == 0)
        {
            return new NoPreview("The file is empty.");
        }

        var reader = objects.Open(source.Objects[0], budget);
        var head = await reader.ReadAsync(0, HeadLength, cancellationToken);
        if (head.Length == 0)
        {
            return new NoPreview("The file is empty.");
        }

        var isGzipFile = !reader.IsGzip && PreviewKinds.IsGzip(source.FileName, head);
        var unpack = reader.IsGzip || isGzipFile;
        var start = unpack
            ? await TextBytes.ReadAsync(reader, unpack, HeadLength, budget.BytesLeft, cancellationToken)
            : new TextBytes(head, head.Length >= reader.StoredSize);
        var name = isGzipFile ? source.FileName[..^3] : source.FileName;
        var kind = PreviewKinds.Of(name, start.Bytes);
        return kind switch
        {
            PreviewKind.Binary => new NoPreview("It is binary. Download it to open it with the program it belongs to."),
            PreviewKind.Hdf5 => new NoPreview("HDF5 files cannot be shown here. Download it to open it."),
            PreviewKind.Parquet when unpack => new NoPreview("It is stored compressed as a whole, so that its parts cannot be read one by one. Download it, or push it with a newer client."),
            PreviewKind.Parquet => await new ParquetTable(Options, budget).ShowAsync([.. source.Objects.Take(Options.MaxParts).Select(part => objects.Open(part, budget))], source.Parts ?? source.Objects.Count, view, cancellationToken),
            PreviewKind.Image => await ShowImageAsync(source, reader, start, isGzipFile, cancellationToken),
            PreviewKind.Csv or PreviewKind.Tsv => await ShowDelimitedAsync(kind, reader, unpack, start, view, budget, cancellationToken),
            _ => await ShowTextAsync(kind, source, view, start.IsWhole ? start : await ReadTextAsync(kind, reader, unpack, budget, cancellationToken), cancellationToken),
        };
    }

    private Task<TextBytes> ReadTextAsync(PreviewKind kind, ObjectReader reader, bool unpack, ReadBudget budget, CancellationToken cancellationToken) =>
        TextBytes.ReadAsync(reader, unpack, kind == PreviewKind.Notebook ? Options.MaxNotebookBytes : Options.MaxTextBytes, budget.BytesLeft, cancellationToken);

    private async Task<Preview> ShowDelimitedAsync(
        PreviewKind kind, ObjectReader reader, bool unpack, TextBytes start, PreviewView view, ReadBudget budget, CancellationToken cancellationToken)
    {
        char? delimiter = kind == PreviewKind.Tsv ? '\t' : null;
        if (view.Offset is { } offset && !unpack && !start.IsWhole && DelimitedText.Of(start).HasPlaces)
        {
            return await ShowFromAsync(reader, start, Math.Min(offset, reader.StoredSize - 1), delimiter, cancellationToken);
        }

        var content = start.IsWhole ? start : await ReadTextAsync(kind, reader, unpack, budget, cancellationToken);
        return DelimitedTable.Of(content, unpack ? null : reader.StoredSize, delimiter, view, Options);
    }

    /// <summary>Reads as little as a page of rows takes, and no more of rows without an end than of any other text.</summary>
    private async Task<Preview> ShowFromAsync(ObjectReader reader, TextBytes start, long offset, char? delimiter, CancellationToken cancellationToken)
    {
        for (var length = (long)HeadLength; ; length *= 8)
        {
            // The byte before the place tells whether a row begins there.
            var asked = (int)Math.Min(length, Options.MaxTextBytes);
            var part = await reader.ReadAsync(offset - 1, asked, cancellationToken);
            if (part.Length > 1 && DelimitedTable.From(start, part, offset, reader.StoredSize, delimiter, Options) is { } table)
            {
                return table;
            }

            if (part.Length < asked || asked == Options.MaxTextBytes)
            {
                return new NoPreview(part.Length < asked
                    ? "No row begins here: this is the end of the file."
                    : $"No {HumanUnits.Count(Options.RowsPerPage, "row")} end within {HumanUnits.Size(Options.MaxTextBytes)} of this place. Download the file to see what is there.");
            }
        }
    }

    private async Task<Preview> ShowTextAsync(PreviewKind kind, PreviewSource source, PreviewView view, TextBytes content, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case PreviewKind.Markdown:
                return new MarkdownPreview(await readmes.RenderAsync(content.Text, source.Context, cancellationToken));
            case PreviewKind.Notebook when content.IsWhole && await notebooks.ReadAsync(content.Bytes, source.Context) is { } notebook:
                return notebook;
            case PreviewKind.Json or PreviewKind.JsonLines when JsonTable.Of(content, kind == PreviewKind.JsonLines, view, Options) is { } table:
                return table;
            case PreviewKind.Json when content.IsWhole:
                return JsonText.Indent(content.Bytes, Options.MaxNesting, 2 * Options.MaxTextBytes) is { } indented
                    ? TextPages.Of(indented, cutAt: null, view, Options)
                    : TextPages.Of(content.Text, content.IsWhole ? null : content.Bytes.Count, view, Options, $"It is not JSON, or nested deeper than {Options.MaxNesting} levels: it is shown as it is.");
            case PreviewKind.Notebook:
                return TextPages.Of(content.Text, content.IsWhole ? null : content.Bytes.Count, view, Options, content.IsWhole
                    ? "It cannot be read as a notebook: it is shown as text."
                    : "The notebook is too large to be shown as one: it is shown as text.");
            default:
                return TextPages.Of(content.Text, content.IsWhole ? null : content.Bytes.Count, view, Options);
        }
    }

    /// <summary>The browser fetches the picture from the store, where it can do no harm; but it must not decode a bomb.</summary>
    private async Task<Preview> ShowImageAsync(PreviewSource source, ObjectReader reader, TextBytes start, bool isGzipFile, CancellationToken cancellationToken)
    {
        if (isGzipFile)
        {
            return new NoPreview("It is a compressed picture. Download it to unpack it.");
        }

        // The colour profile and the camera's notes come before a JPEG's size, and may be long.
        var header = ImageHeader.Read(start.Bytes) ?? (reader.IsGzip ? null : ImageHeader.Read(await reader.ReadAsync(0, 8 * HeadLength, cancellationToken)));
        if (header is null)
        {
            return new NoPreview("It begins like a picture, but does not say how large it is. Download it to open it.");
        }

        var size = $"{HumanUnits.Count(header.Width)} × {HumanUnits.Count(header.Height)} pixels";
        if ((long)header.Width * header.Height > Options.MaxPixels)
        {
            return new NoPreview($"The {header.Format} picture has {size}, too many to show. Download it to see it.");
        }

        return Math.Max(reader.StoredSize, source.Objects[0].Size ?? 0) > Options.MaxImageBytes
            ? new NoPreview($"The {header.Format} picture ({size}) is larger than {HumanUnits.Size(Options.MaxImageBytes)}. Download it to see it.")
            : new ImagePreview(source.ImageUrl?.Invoke(header.ContentType) ?? source.Objects[0].Url, header.Format, header.Width, header.Height);
    }
}
