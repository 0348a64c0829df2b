namespace Quilt.Auth.Limits;

/// <summary>How often somebody did something since <see cref="StartedAt"/>, as stored.</summary>
internal sealed class AttemptCount
{
    public required byte[] Key { get; init; }

    public DateTimeOffset StartedAt { get; set; }

    public int Count { get; set; }
}
