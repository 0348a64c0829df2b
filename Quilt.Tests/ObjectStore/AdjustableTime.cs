namespace Quilt.Tests.ObjectStore;

/// <summary>The system's clock, shifted as a test needs.</summary>
internal sealed class AdjustableTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
