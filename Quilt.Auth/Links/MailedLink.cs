namespace Quilt.Auth.Links;

/// <summary>A link that somebody was mailed, as stored: only its hash.</summary>
internal sealed class MailedLink
{
    public required byte[] Hash { get; init; }

    public required Guid UserId { get; init; }

    public required LinkPurpose Purpose { get; init; }

    /// <summary>The account's generation when the link was made: a new password or a disabled account ends it.</summary>
    public required int Generation { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The new address that the link confirms, where it is for that.</summary>
    public string? Email { get; init; }
}

/// <summary>What a link is good for.</summary>
internal enum LinkPurpose
{
    /// <summary>Activates a new account.</summary>
    Activation = 1,

    /// <summary>Sets a password.</summary>
    Password = 2,

    /// <summary>Confirms a new e-mail address.</summary>
    Email = 3,
}
