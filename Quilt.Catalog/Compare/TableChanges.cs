using Quilt.Catalog.Previews;
using Quilt.Catalog.Previews.Tables;
using Quilt.Catalog.Units;
using Quilt.Client;

namespace Quilt.Catalog.Compare;

/// <summary>Says of a few small tables that changed how many rows and columns they had and have, and which columns came, went or changed their type.</summary>
internal sealed class TableChanges(QuiltRegistryClient registry, PreviewService previews)
{
    /// <summary>Tables of one page that are read.</summary>
    private const int MostTables = 4;

    /// <summary>Bytes of a table that is small.</summary>
    private const long LargestTable = 4 * 1024 * 1024;

    /// <summary>Columns that are named.</summary>
    private const int MostColumns = 5;

    private static readonly string[] Endings = [".csv", ".tsv", ".parquet", ".jsonl", ".ndjson"];

    /// <summary>By path, what changed in the table there; those of which there is nothing to say are left out.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(string owner, string name, RevisionComparison comparison, CancellationToken cancellationToken)
    {
        var changed = comparison.Changes.Where(change => change is { Change: "changed", OldSize: <= LargestTable, NewSize: <= LargestTable }).Take(MostTables * 4).ToList();
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var change in changed)
        {
            if (found.Count == MostTables)
            {
                break;
            }

            var before = ReadAsync(owner, name, comparison.From, change.Path, cancellationToken);
            var after = ReadAsync(owner, name, comparison.To, change.Path, cancellationToken);
            await Task.WhenAll(before, after);
            if (await before is { } old && await after is { } @new)
            {
                found[change.Path] = [.. Describe(old, @new)];
            }
        }

        return found;
    }

    private static IEnumerable<string> Describe(Table old, Table @new)
    {
        yield return $"{Rows(old)} became {Rows(@new)}";
        if (old.Columns.Count != @new.Columns.Count)
        {
            yield return $"{HumanUnits.Count(old.Columns.Count, "column")} became {HumanUnits.Count(@new.Columns.Count)}";
        }

        var before = old.Columns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var after = @new.Columns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        foreach (var (what, names) in ((string, IEnumerable<string>)[])[
            ("New columns", after.Keys.Except(before.Keys)),
            ("Columns that are gone", before.Keys.Except(after.Keys)),
            ("Columns of another type", after.Where(column => before.TryGetValue(column.Key, out var type) && type != column.Value).Select(column => $"{column.Key} ({before[column.Key]}, now {column.Value})"))])
        {
            var all = names.ToList();
            if (all.Count > 0)
            {
                yield return $"{what}: {string.Join(", ", all.Take(MostColumns).Select(column => VisibleText.Line(column, 60)))}{(all.Count > MostColumns ? ", …" : "")}";
            }
        }
    }

    private static string Rows(Table table) => (table.IsTotalKnown ? "" : "more than ") + HumanUnits.Count(table.Total, "row");

    private async Task<Table?> ReadAsync(string owner, string name, string hash, string path, CancellationToken cancellationToken)
    {
        var file = await registry.GetObjectAsync(owner, name, RevisionName.Of(hash), path, cancellationToken: cancellationToken);
        if (file is not { Url: { } url, Count: 1 } || !Endings.Any(ending => file.FileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var preview = await previews.ShowAsync(new PreviewSource(file.FileName, [new PreviewObject(url, file.Size)], ""), new PreviewView(), cancellationToken);
        return (preview as TablePreview)?.Table;
    }
}
