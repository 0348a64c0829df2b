using System.Globalization;
using System.Text;
using Parquet.Schema;
using Parquet.Serialization;

namespace Quilt.Benchmarks.Demo;

/// <summary>The rows of a revision. The same package and revision give the same bytes, so that running the demo again pushes nothing new.</summary>
internal sealed class DemoTable
{
    private readonly DemoPackage _package;

    public DemoTable(DemoPackage package, int revision)
    {
        _package = package;
        var random = new Random(SeedOf(package.FullName));
        Rows = [.. Enumerable.Range(0, package.Rows + (package.Rows * (revision - 1) / 10))
            .Select(row => package.Columns.Select(column => column.Value(random, row)).ToArray())];
    }

    /// <summary>The values by row, in the order of the columns.</summary>
    public IReadOnlyList<object?[]> Rows { get; }

    /// <summary>The table, or some of its rows, as CSV (RFC 4180).</summary>
    public byte[] ToCsv(Range? rows = null)
    {
        var text = new StringBuilder().AppendJoin(',', _package.Columns.Select(column => column.Name)).Append("\r\n");
        foreach (var row in Rows.Take(rows ?? Range.All))
        {
            text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The table as Parquet.</summary>
    public async Task<byte[]> ToParquetAsync(CancellationToken cancellation)
    {
        var schema = new ParquetSchema(_package.Columns.Select(column => new DataField(column.Name, column.Type, isNullable: true)));
        var rows = Rows.Select(IDictionary<string, object?> (row) => _package.Columns
            .Select((column, at) => (column.Name, Value: row[at]))
            .ToDictionary(cell => cell.Name, cell => cell.Value)).ToList();
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeUntypedAsync(rows, schema, file, cancellationToken: cancellation);
        return file.ToArray();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        string text when text.Contains(',') => $"\"{text}\"",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static int SeedOf(string name) => name.Aggregate(17, (seed, letter) => unchecked((seed * 31) + letter));
}
