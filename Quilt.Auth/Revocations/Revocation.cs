using System.Text.Json.Serialization;

namespace Quilt.Auth.Revocations;

/// <summary>One entry of the feed that verifiers follow: tokens that they must refuse although their signature is good.</summary>
internal sealed class Revocation
{
    /// <summary>Its number; later commits have higher ones.</summary>
    public long Seq { get; init; }

    public required RevocationKind Kind { get; init; }

    /// <summary>The token entry, the authorization, or the user.</summary>
    public required Guid Id { get; init; }

    /// <summary>Of a user: tokens of earlier generations are refused.</summary>
    public int? Generation { get; init; }

    /// <summary>Of a user: the account is disabled.</summary>
    public bool Disabled { get; init; }

    /// <summary>When the last token that it concerns has expired anyway.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<RevocationKind>))]
internal enum RevocationKind
{
    [JsonStringEnumMemberName("token")]
    Token = 1,

    [JsonStringEnumMemberName("session")]
    Session = 2,

    [JsonStringEnumMemberName("user")]
    User = 3,
}
