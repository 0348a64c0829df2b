namespace Quilt.Auth.Devices;

/// <summary>How a machine without a browser asks for its answer, as stored.</summary>
internal sealed class DevicePoll
{
    /// <summary>The entry of its device code.</summary>
    public required Guid TokenId { get; init; }

    public DateTimeOffset PolledAt { get; set; }

    /// <summary>How many seconds it has to leave between two tries.</summary>
    public int Seconds { get; set; }

    /// <summary>Whether the last try came too early.</summary>
    public bool IsTooEarly { get; set; }
}
