using Quilt.Catalog.Units;

namespace Quilt.Catalog.Previews;

/// <summary>What caps have cut, in words.</summary>
internal static class Cut
{
    public static string Beginning(long bytes) => $"Only the first {HumanUnits.Size(bytes)} of the file are read. Download it to see the rest.";

    public static string Counted(long bytes) => $"Only the first {HumanUnits.Size(bytes)} of the file are counted. The links below the table lead to the rows behind them.";

    public static string Columns(int shown, long total) => $"{HumanUnits.Count(shown)} of {HumanUnits.Count(total)} columns are shown.";

    public static string Cells(int length) => $"Cells longer than {HumanUnits.Count(length)} characters are cut.";
}
