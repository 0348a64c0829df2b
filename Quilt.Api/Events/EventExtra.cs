using System.Text.Json.Nodes;

namespace Quilt.Api.Events;

/// <summary>What an event tells beside who, where, when and which package. No secrets, no addresses with signatures.</summary>
internal static class EventExtra
{
    /// <summary>A JSON object with one entry.</summary>
    public static string Of(string key, string value) => new JsonObject { [key] = value }.ToJsonString();
}
