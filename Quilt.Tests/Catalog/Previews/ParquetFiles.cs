using Parquet;
using Parquet.Schema;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>Parquet files, written by another implementation than the one that reads them here.</summary>
internal static class ParquetFiles
{
    public static readonly DateTime Start = new(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A table of every kind of column; each seventh measure is absent.</summary>
    public static async Task<byte[]> MeasuresAsync(int rows, int groupSize, CompressionMethod compression = CompressionMethod.Snappy)
    {
        var id = new DataField<long>("id");
        var height = new DataField<double>("height");
        var depth = new DataField<double>("depth", nullable: true);
        var species = new DataField<string>("species");
        var seen = new DateTimeDataField("seen", DateTimeFormat.DateAndTimeMicros);
        var price = new DecimalDataField("price", 10, 2);
        var alive = new DataField<bool>("alive");
        string[] names = ["setosa", "versicolor", "virginica"];
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, height, depth, species, seen, price, alive), file, new ParquetOptions { CompressionMethod = compression }))
        {
            for (var start = 0; start < rows; start += groupSize)
            {
                var range = Enumerable.Range(start, Math.Min(groupSize, rows - start)).ToArray();
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<long>(id, range.Select(row => (long)row).ToArray());
                await group.WriteAsync<double>(height, range.Select(row => Math.Round(1.5 + Math.Sin(row), 3)).ToArray());
                await group.WriteAsync<double>(depth, range.Select(row => row % 7 == 3 ? (double?)null : row / 4.0).ToArray());
                await group.WriteAsync(species, range.Select(row => names[row % 3]).ToArray());
                await group.WriteAsync<DateTime>(seen, range.Select(row => Start.AddHours(row)).ToArray());
                await group.WriteAsync<decimal>(price, range.Select(row => row / 100m).ToArray());
                await group.WriteAsync<bool>(alive, range.Select(row => row % 2 == 0).ToArray());
            }
        }

        return file.ToArray();
    }

    /// <summary>One column of texts.</summary>
    public static async Task<byte[]> TextsAsync(string name, IReadOnlyCollection<string> values, CompressionMethod compression = CompressionMethod.Snappy)
    {
        var field = new DataField<string>(name);
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file, new ParquetOptions { CompressionMethod = compression }))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(field, values);
        }

        return file.ToArray();
    }
}
