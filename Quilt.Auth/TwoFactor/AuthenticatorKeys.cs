using Microsoft.AspNetCore.DataProtection;

namespace Quilt.Auth.TwoFactor;

/// <summary>Protects the keys that authenticator apps share with this service: at rest, and while a person sets one up.</summary>
internal sealed class AuthenticatorKeys(IDataProtectionProvider protection)
{
    private readonly IDataProtector _stored = protection.CreateProtector("Quilt.Auth.TwoFactor.Stored");
    private readonly IDataProtector _offered = protection.CreateProtector("Quilt.Auth.TwoFactor.Offered");

    public byte[] Protect(byte[] key) => _stored.Protect(key);

    public byte[] Unprotect(byte[] stored) => _stored.Unprotect(stored);

    /// <summary>A key that a form carries until it is confirmed. It is good in the same browser session only.</summary>
    public string Seal(byte[] key, Guid session) => Convert.ToBase64String(_offered.CreateProtector(session.ToString()).Protect(key));

    /// <summary>The key, or null when this session was offered no such one.</summary>
    public byte[]? Open(string seal, Guid session)
    {
        try
        {
            return _offered.CreateProtector(session.ToString()).Unprotect(Convert.FromBase64String(seal));
        }
        catch (Exception exception) when (exception is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
