namespace Quilt.Tests.Callers;

/// <summary>A clock that stands, so that what is counted by the second falls into one. Timers run.</summary>
internal sealed class StoppedTime : TimeProvider
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => _now;
}
