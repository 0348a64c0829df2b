using Quilt.Auth.Accounts;

namespace Quilt.Auth.Passwords;

/// <summary>Whether a password may be set: what it looks like, whether everybody tries it, and whether it is known from a breach.</summary>
internal sealed class PasswordRules(IBreachedPasswords breaches, IConfiguration configuration)
{
    /// <summary>Off unless set: the registry's protocol takes every password of eight characters.</summary>
    private const string RefuseCommonKey = "Quilt:Passwords:RefuseCommon";

    private readonly bool _refusesCommon = configuration.GetValue(RefuseCommonKey, defaultValue: false);

    /// <summary>What is wrong, or null.</summary>
    public async Task<string?> CheckAsync(string password, CancellationToken cancellationToken) =>
        AccountRules.CheckPassword(password)
        ?? (_refusesCommon && CommonPasswords.Contain(password) ? "This password is among the first that everybody tries. Choose another." : null)
        ?? (await breaches.ContainsAsync(password, cancellationToken) ? "This password is known from a breach of some other site, and is among the first that are tried. Choose another." : null);
}
