using System.Globalization;

namespace Quilt.Auth.Events;

/// <summary>How long security events are kept (<c>Quilt:Events:KeepDays</c>).</summary>
internal sealed class EventOptions
{
    private const string Key = "Quilt:Events:KeepDays";
    private const int LongestDays = 36_500;

    private EventOptions(TimeSpan keep) => Keep = keep;

    public TimeSpan Keep { get; }

    /// <exception cref="InvalidOperationException">The setting is wrong; the message names its key.</exception>
    public static EventOptions Read(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => new(TimeSpan.FromDays(400)),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= LongestDays => new(TimeSpan.FromDays(days)),
        var text => throw new InvalidOperationException($"{Key} is '{text}'. It must be a number of days from 1 to {LongestDays}."),
    };
}
