using System.Globalization;

namespace Quilt.Auth.Pages.Layout;

/// <summary>Dates as pages show them, in coordinated universal time.</summary>
internal static class Dates
{
    public static string Day(DateTimeOffset date) => date.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset date) => date.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>For the <c>datetime</c> of a <c>time</c> element.</summary>
    public static string Machine(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);
}
