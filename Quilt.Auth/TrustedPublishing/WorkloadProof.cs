using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>What a workload showed: a token of its issuer whose signature and times are good.</summary>
internal sealed class WorkloadProof(JsonWebToken token)
{
    private readonly JsonElement _claims = JsonDocument.Parse(Base64Url(token.EncodedPayload)).RootElement;

    public string Issuer => token.Issuer;

    public string Subject => token.Subject ?? string.Empty;

    public DateTimeOffset ExpiresAt => new(token.ValidTo, TimeSpan.Zero);

    /// <summary>
    /// By what it is known again: its issuer and its id, or what was signed where it has none. Not the signature, of
    /// which some algorithms let anybody make a second one.
    /// </summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.IsNullOrEmpty(token.Id) ? $"{token.EncodedHeader}.{token.EncodedPayload}" : $"{token.Issuer}\n{token.Id}"));

    /// <summary>Whether it is made out for the publisher's audience and has each of its claims, to the letter.</summary>
    public bool Fits(string audience, IReadOnlyDictionary<string, string> claims) =>
        token.Audiences.Contains(audience, StringComparer.Ordinal)
        && claims.Count > 0
        && claims.All(claim => _claims.TryGetProperty(claim.Key, out var value) && TextOf(value) == claim.Value);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static byte[] Base64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
