using System.Net;
using Quilt.Api.Callers;

namespace Quilt.Api.Events;

/// <summary>Who does something, and from where: what an event records of a request.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Address">The caller's address, as far as trusted proxies tell it.</param>
/// <param name="Agent">The start of the caller's <c>User-Agent</c>, where one was sent.</param>
internal readonly record struct Actor(Caller Caller, IPAddress? Address, string? Agent)
{
    /// <summary>UTF-16 units of a <c>User-Agent</c> that are kept.</summary>
    public const int MaxAgentLength = 256;

    /// <summary>The maker of a request. Costs no memory but where the agent is too long or the address wears IPv6 for IPv4.</summary>
    public static Actor Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return new Actor(
            context.GetCaller(),
            address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address,
            Cut(context.Request.Headers.UserAgent));
    }

    /// <summary>Lets endpoint handlers take the actor as a parameter.</summary>
    public static ValueTask<Actor> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>Half of a character beyond the BMP is none, and no database takes it.</summary>
    private static string? Cut(string? agent) => agent switch
    {
        null or { Length: 0 } => null,
        { Length: <= MaxAgentLength } => agent,
        _ => agent[..(char.IsHighSurrogate(agent[MaxAgentLength - 1]) ? MaxAgentLength - 1 : MaxAgentLength)],
    };
}
