using Quilt.Auth.Accounts;

namespace Quilt.Auth.Passwords;

/// <summary>Whether a password may be set: what it looks like, and whether it is known from a breach.</summary>
internal sealed class PasswordRules(IBreachedPasswords breaches)
{
    /// <summary>What is wrong, or null.</summary>
    public async Task<string?> CheckAsync(string password, CancellationToken cancellationToken) =>
        AccountRules.CheckPassword(password)
        ?? (await breaches.ContainsAsync(password, cancellationToken) ? "This password is known from a breach of some other site, and is among the first that are tried. Choose another." : null);
}
