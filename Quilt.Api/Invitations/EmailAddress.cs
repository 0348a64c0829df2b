using System.Text.RegularExpressions;

namespace Quilt.Api.Invitations;

/// <summary>The addresses that are invited, as against the names of users, which hold no <c>@</c>.</summary>
internal static partial class EmailAddress
{
    private const int MaxLength = 254;

    /// <summary>Whether <paramref name="text"/> is meant as an address.</summary>
    public static bool IsMeant(string text) => text.Contains('@', StringComparison.Ordinal);

    /// <summary>What is wrong with an address, or null.</summary>
    public static string? FindProblem(string address) =>
        address.Length <= MaxLength && Pattern().IsMatch(address)
            ? null
            : "The e-mail address does not look like one. It should be like name@example.com.";

    /// <summary>What two spellings of one address have in common: letter case does not count.</summary>
    public static string Key(string address) => address.ToLowerInvariant();

    /// <summary>Words without spaces, control characters and what mail headers or paths give a meaning of their own, joined by single dots, around one <c>@</c>.</summary>
    [GeneratedRegex("""\A[^@\s\p{C}<>()\[\],;:\\"/%.]+(\.[^@\s\p{C}<>()\[\],;:\\"/%.]+)*@[^@\s\p{C}<>()\[\],;:\\"/%.]+(\.[^@\s\p{C}<>()\[\],;:\\"/%.]+)*\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
