namespace Quilt.Tests.Auth;

/// <summary>The real clock, moved forward: timers and waits run as they do, dates are later.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
