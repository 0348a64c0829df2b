using System.Text.RegularExpressions;

namespace Quilt.Auth.Sessions;

/// <summary>What a <c>User-Agent</c> tells people: "Firefox on Linux".</summary>
internal static partial class Device
{
    /// <summary>In the order of asking: most browsers also name those that they descend from.</summary>
    private static readonly (string Token, string Name)[] Programs =
    [
        ("quilt-cli/", "Quilt command line"), ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Token, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Darwin", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    public static string Of(string agent)
    {
        var program = Name(Programs, agent) ?? (ProductPattern().Match(agent) is { Success: true } product ? product.Value : "Unknown program");
        return Name(Systems, agent) is { } system ? $"{program} on {system}" : program;
    }

    private static string? Name((string Token, string Name)[] known, string agent) =>
        Array.Find(known, entry => agent.Contains(entry.Token, StringComparison.Ordinal)).Name;

    /// <summary>The first product of an unknown agent, such as <c>curl</c>.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]{0,39}", RegexOptions.CultureInvariant)]
    private static partial Regex ProductPattern();
}
