namespace Quilt.Auth.Passwords;

/// <summary>How often signing in failed for one account name or one address since <see cref="StartedAt"/>.</summary>
internal sealed class FailedSignIn
{
    public required byte[] Key { get; init; }

    public DateTimeOffset StartedAt { get; set; }

    public int Count { get; set; }
}
