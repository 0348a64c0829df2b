namespace Quilt.Auth.Codes;

/// <summary>A code that a person carries from the browser to a terminal, as stored: only its hash.</summary>
internal sealed class OneTimeCode
{
    public required byte[] Hash { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The account's generation when the code was shown: a new password or a disabled account ends it.</summary>
    public required int Generation { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
