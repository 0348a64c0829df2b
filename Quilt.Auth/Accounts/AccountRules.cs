using System.Text.RegularExpressions;

namespace Quilt.Auth.Accounts;

/// <summary>What a user name, password and e-mail address must look like. Each check answers what is wrong, or null.</summary>
internal static partial class AccountRules
{
    public const int NameLength = 64;
    public const int ShortestPassword = 8;

    /// <summary>Bounds the work of one hash; nobody types a longer one.</summary>
    public const int LongestPassword = 1024;

    private const int EmailLength = 254;

    private static readonly HashSet<string> Reserved = ["public", "team", "anonymous", "quilt"];

    public static string? CheckName(string name) => name switch
    {
        { Length: 0 } => "Choose a user name.",
        { Length: > NameLength } => $"A user name has at most {NameLength} characters.",
        _ when !NamePattern().IsMatch(name) => "A user name starts with a lower-case letter and holds only lower-case letters, digits and underscores.",
        _ when Reserved.Contains(name) => $"The user name '{name}' is reserved. Choose another.",
        _ => null,
    };

    public static string? CheckPassword(string password) => password.Length switch
    {
        < ShortestPassword => $"A password needs at least {ShortestPassword} characters.",
        > LongestPassword => $"A password has at most {LongestPassword} characters.",
        _ => null,
    };

    public static string? CheckEmail(string email) =>
        email.Length <= EmailLength && EmailPattern().IsMatch(email) ? null : "The e-mail address does not look like one. It should be like name@example.com.";

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[^@\s\p{C}<>,;""]+@[^@\s\p{C}<>,;""]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex EmailPattern();
}
