namespace Quilt.Auth.Accounts;

/// <summary>Who may make an account for themselves.</summary>
/// <param name="IsOpen">Whether anybody may.</param>
/// <param name="TakesPasswords">Whether accounts have passwords here at all.</param>
/// <param name="Domains">The domains that e-mail addresses must be of; none for any.</param>
internal sealed record SignUpRules(bool IsOpen, bool TakesPasswords, IReadOnlyList<string> Domains)
{
    /// <summary>Whether people may sign up with a password.</summary>
    public bool IsAllowed => IsOpen && TakesPasswords;

    /// <summary>What is wrong with an address that somebody gives for themselves, or null.</summary>
    public string? CheckEmail(string email) =>
        Domains.Count == 0 || Domains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase)
            ? null
            : $"The e-mail address must be of {string.Join(" or ", Domains)}.";
}
