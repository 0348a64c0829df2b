namespace Quilt.Catalog.Previews;

/// <summary>
/// Settings <c>Quilt:Previews:*</c>: where objects are read, and how much of a stranger's file is read, unpacked and
/// shown. Each cap says in the page what it cut.
/// </summary>
internal sealed class PreviewOptions
{
    public const string Section = "Quilt:Previews";

    /// <summary>
    /// Address of the object store as the catalog reaches it. Presigned addresses name the host that the browser came to,
    /// which nobody vouches for: they are read here, whatever host they name. Null reads only those of the configured
    /// public address.
    /// </summary>
    public Uri? ObjectsEndpoint { get; set; }

    /// <summary>Previews under way at once.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long one may take, waiting for its turn included.</summary>
    public int Seconds { get; set; } = 8;

    /// <summary>Bytes that one preview reads from the store.</summary>
    public int MaxBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Requests that one preview sends to the store.</summary>
    public int MaxRequests { get; set; } = 400;

    /// <summary>Bytes of text that are unpacked and looked at, from the beginning of the file.</summary>
    public int MaxTextBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Lines of text on a page.</summary>
    public int LinesPerPage { get; set; } = 1000;

    /// <summary>Characters of a line that are shown.</summary>
    public int MaxLineLength { get; set; } = 2000;

    /// <summary>Rows of a table on a page.</summary>
    public int RowsPerPage { get; set; } = 50;

    /// <summary>Columns of a table that are read.</summary>
    public int MaxColumns { get; set; } = 50;

    /// <summary>Characters of a cell that are shown.</summary>
    public int MaxCellLength { get; set; } = 300;

    /// <summary>Nesting of JSON, of notebooks and of a parquet schema.</summary>
    public int MaxNesting { get; set; } = 64;

    /// <summary>Bytes of a parquet footer.</summary>
    public int MaxFooterBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes read of one column for one page of rows.</summary>
    public int MaxColumnBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes that one page of a parquet column is unpacked to.</summary>
    public int MaxUnpackedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Objects of a table that are looked at.</summary>
    public int MaxParts { get; set; } = 16;

    /// <summary>Bytes of a picture that a browser is given to show.</summary>
    public long MaxImageBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Pixels of a picture that a browser is given to decode.</summary>
    public long MaxPixels { get; set; } = 40_000_000;

    /// <summary>Bytes of a notebook, which must be read as a whole; a larger one is shown as text.</summary>
    public int MaxNotebookBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Cells of a notebook on its page.</summary>
    public int MaxNotebookCells { get; set; } = 200;

    /// <summary>Characters of one cell or output of a notebook.</summary>
    public int MaxOutputLength { get; set; } = 20_000;

    /// <summary>Characters of base64 of one picture inside a notebook; all of its pictures together may be four times that.</summary>
    public int MaxEmbeddedImageLength { get; set; } = 1024 * 1024;

    /// <summary>What is wrong with the settings, in a sentence that names the key; null if nothing is.</summary>
    public string? Validate()
    {
        if (ObjectsEndpoint is { } endpoint && (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https")))
        {
            return $"{Section}:{nameof(ObjectsEndpoint)} is '{endpoint}'. It must be an absolute http or https address, such as http://objects:9000.";
        }

        (string Key, long Value, long Least, long Most)[] numbers =
        [
            (nameof(Concurrency), Concurrency, 1, 64), (nameof(Seconds), Seconds, 1, 60),
            (nameof(MaxBytes), MaxBytes, 64 * 1024, 1 << 28), (nameof(MaxRequests), MaxRequests, 8, 10_000),
            (nameof(MaxTextBytes), MaxTextBytes, 4096, 1 << 26), (nameof(LinesPerPage), LinesPerPage, 10, 10_000),
            (nameof(MaxLineLength), MaxLineLength, 80, 100_000), (nameof(RowsPerPage), RowsPerPage, 1, 1000),
            (nameof(MaxColumns), MaxColumns, 1, 1000), (nameof(MaxCellLength), MaxCellLength, 10, 10_000),
            (nameof(MaxNesting), MaxNesting, 2, 500), (nameof(MaxFooterBytes), MaxFooterBytes, 4096, 1 << 26),
            (nameof(MaxColumnBytes), MaxColumnBytes, 4096, 1 << 26), (nameof(MaxUnpackedBytes), MaxUnpackedBytes, 4096, 1 << 26),
            (nameof(MaxParts), MaxParts, 1, 1000), (nameof(MaxImageBytes), MaxImageBytes, 0, 1L << 32),
            (nameof(MaxPixels), MaxPixels, 0, 1L << 31), (nameof(MaxNotebookBytes), MaxNotebookBytes, 4096, 1 << 26), (nameof(MaxNotebookCells), MaxNotebookCells, 1, 10_000),
            (nameof(MaxOutputLength), MaxOutputLength, 100, 1_000_000), (nameof(MaxEmbeddedImageLength), MaxEmbeddedImageLength, 0, 1 << 24),
        ];
        return Array.Find(numbers, number => number.Value < number.Least || number.Value > number.Most) is { Key: not null } wrong
            ? $"{Section}:{wrong.Key} is {wrong.Value}. It must be from {wrong.Least} to {wrong.Most}."
            : null;
    }
}
