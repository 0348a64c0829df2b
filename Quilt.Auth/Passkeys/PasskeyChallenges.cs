using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Quilt.Auth.Limits;

namespace Quilt.Auth.Passkeys;

/// <summary>
/// Keeps what was asked of an authenticator in the form that brings the answer, sealed: good for a few minutes, for one
/// purpose, once.
/// </summary>
internal sealed class PasskeyChallenges(IDataProtectionProvider protection, AttemptCounts counts, TimeProvider time)
{
    /// <summary>Shorter than used challenges are remembered, which is <see cref="AttemptCounts.Window"/>.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("Quilt.Auth.Passkeys");

    /// <param name="purpose">What the answer is for, and in which session.</param>
    public string Seal(string purpose, string state) =>
        _protector.CreateProtector(purpose).Protect((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + ":" + state);

    /// <summary>What was sealed, or null when it is not good, or no longer, or was opened before.</summary>
    public async Task<string?> OpenAsync(string purpose, string seal, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = _protector.CreateProtector(purpose).Unprotect(seal);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return long.Parse(text.AsSpan(0, colon), CultureInfo.InvariantCulture) >= time.GetUtcNow().ToUnixTimeSeconds()
            && await counts.ReserveAsync(Attempt.ByAccount("passkey challenge:", seal, 1), cancellationToken) is null
            ? text[(colon + 1)..]
            : null;
    }
}

/// <param name="Options">What the browser's authenticator is asked, as JSON.</param>
/// <param name="Seal">What the form brings back with the answer.</param>
internal sealed record PasskeyQuestion(string Options, string Seal);
