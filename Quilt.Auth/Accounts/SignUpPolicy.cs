namespace Quilt.Auth.Accounts;

/// <summary>
/// Whether people may make accounts for themselves with a password (<c>Quilt:AllowSignup</c>, off in doubt), and with which e-mail addresses
/// (<c>Quilt:SignUp:AllowedEmailDomains</c>, any in doubt). Admins may give accounts to whom they like.
/// </summary>
internal sealed class SignUpPolicy
{
    private const string DomainsKey = "Quilt:SignUp:AllowedEmailDomains";

    private SignUpPolicy(bool isAllowed, IReadOnlyList<string> domains) => (IsAllowed, Domains) = (isAllowed, domains);

    public bool IsAllowed { get; }

    /// <summary>The domains that addresses must be of; none for any.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>What is wrong with an address that somebody gives for themselves, or null.</summary>
    public string? CheckEmail(string email) =>
        Domains.Count == 0 || Domains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase)
            ? null
            : $"The e-mail address must be of {string.Join(" or ", Domains)}.";

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names its key.</exception>
    public static SignUpPolicy Read(IConfiguration configuration)
    {
        var domains = configuration.GetSection(DomainsKey).Get<string[]>() ?? [];
        return Array.Find(domains, domain => Uri.CheckHostName(domain) != UriHostNameType.Dns) is { } wrong
            ? throw new InvalidOperationException($"{DomainsKey} holds '{wrong}'. Each entry must be a domain without '@', such as example.com.")
            : new(LocalAccounts.Read(configuration) && configuration.GetValue("Quilt:AllowSignup", false), domains);
    }
}
