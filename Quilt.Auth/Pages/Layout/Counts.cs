using System.Globalization;

namespace Quilt.Auth.Pages.Layout;

/// <summary>Numbers of things as people say them.</summary>
internal static class Counts
{
    public static string Of(int number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");
}
