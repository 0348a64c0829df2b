using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What a client keeps of a sign-in.</summary>
/// <param name="RefreshToken">Good once, for the next pair.</param>
/// <param name="AccessToken">Goes with every call.</param>
/// <param name="ExpiresAt">When the access token ends.</param>
public sealed record TokenPair(string RefreshToken, string AccessToken, [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset ExpiresAt)
{
    /// <summary>Tells when the pair ends, and keeps the tokens out of logs.</summary>
    public override string ToString() => $"tokens until {ExpiresAt:O}";
}

internal sealed record SessionToken(string Token);

internal sealed record OneTimeCode(string Code);

internal sealed record Credentials(string Username, string Password, string? Email = null);

internal sealed record EmailBody(string Email);

internal sealed record PasswordBody(string Password, string Link);
