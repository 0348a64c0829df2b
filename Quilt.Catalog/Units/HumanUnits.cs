using System.Globalization;

namespace Quilt.Catalog.Units;

/// <summary>Sizes, counts and times as people say them.</summary>
internal static class HumanUnits
{
    private static readonly string[] SizeUnits = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A size with three significant digits at most: <c>18.7 MB</c>.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1000)
        {
            return bytes == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
        }

        var size = (double)bytes;
        var unit = 0;

        // 999.5 and more would be shown as 1000 of the smaller unit.
        while (size >= 999.5 && unit < SizeUnits.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        var format = size < 9.995 ? "0.##" : size < 99.95 ? "0.#" : "0";
        return $"{size.ToString(format, CultureInfo.InvariantCulture)} {SizeUnits[unit]}";
    }

    /// <summary>A count with separators: <c>12,345</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of things: <c>1 package</c>, <c>2 packages</c>.</summary>
    public static string Count(long count, string singular) => $"{Count(count)} {singular}{(count == 1 ? "" : "s")}";

    /// <summary>How long ago <paramref name="time"/> was: <c>3 days ago</c>. Clocks differ, so what seems to lie ahead is now.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now)
    {
        var ago = now - time;
        return ago switch
        {
            { TotalSeconds: < 45 } => "just now",
            { TotalMinutes: < 1.5 } => "a minute ago",
            { TotalMinutes: < 59.5 } => $"{Math.Round(ago.TotalMinutes)} minutes ago",
            { TotalHours: < 1.5 } => "an hour ago",
            { TotalHours: < 23.5 } => $"{Math.Round(ago.TotalHours)} hours ago",
            { TotalDays: < 1.5 } => "yesterday",
            { TotalDays: < 30 } => $"{Math.Round(ago.TotalDays)} days ago",
            { TotalDays: < 45 } => "a month ago",
            { TotalDays: < 345 } => $"{Math.Round(ago.TotalDays / 30.44)} months ago",
            { TotalDays: < 548 } => "a year ago",
            _ => $"{Math.Round(ago.TotalDays / 365.25)} years ago",
        };
    }

    /// <summary>The exact time, for whoever wants it: <c>23 November 2026, 15:34 UTC</c>.</summary>
    public static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
