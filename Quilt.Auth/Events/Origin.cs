using System.Net;

namespace Quilt.Auth.Events;

/// <summary>Where a request came from.</summary>
internal sealed record Origin(string Address, string Agent)
{
    public const int AgentLength = 256;

    /// <summary>The service itself.</summary>
    public static Origin Service { get; } = new("", "");

    /// <summary>Of a request after forwarded headers were read, or of the service where there is no request.</summary>
    public static Origin Of(HttpContext? context) =>
        context is null ? Service : new(Text(context.Connection.RemoteIpAddress), Cut(context.Request.Headers.UserAgent.ToString()));

    private static string Text(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "";

    /// <summary>The database takes neither NUL nor half of a surrogate pair.</summary>
    private static string Cut(string agent)
    {
        var length = Math.Min(agent.Length, AgentLength);
        length -= length < agent.Length && char.IsHighSurrogate(agent[length - 1]) ? 1 : 0;
        return string.Concat(agent.Take(length).Select(character => char.IsControl(character) ? ' ' : character));
    }
}
