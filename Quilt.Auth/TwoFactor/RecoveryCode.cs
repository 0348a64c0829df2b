namespace Quilt.Auth.TwoFactor;

/// <summary>A code that stands in once for the authenticator app, as stored: only its hash.</summary>
internal sealed class RecoveryCode
{
    public required Guid UserId { get; init; }

    public required byte[] Hash { get; init; }
}
