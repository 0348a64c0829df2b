namespace Quilt.Auth.Keys;

/// <summary>A key that signs or encrypts tokens, as stored.</summary>
internal sealed class TokenKey
{
    /// <summary>The <c>kid</c> of the tokens it makes.</summary>
    public required string Id { get; init; }

    public required TokenKeyUse Use { get; init; }

    /// <summary>The private key, protected with data protection.</summary>
    public required byte[] Material { get; init; }

    /// <summary>When it starts to make tokens. Until then it is only published, so that every verifier knows it in time.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }
}

internal enum TokenKeyUse
{
    Signing = 1,
    Encryption = 2,
}
