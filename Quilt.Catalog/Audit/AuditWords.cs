using System.Text.Json;
using Quilt.Client;

namespace Quilt.Catalog.Audit;

/// <summary>An audit event in words.</summary>
internal static class AuditWords
{
    /// <summary>A type as people read it: <c>Access granted</c>.</summary>
    public static string Of(string type)
    {
        var words = type.Replace('_', ' ').ToLowerInvariant();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>What else is known of an event: <c>user: bob, address: 192.0.2.7</c>.</summary>
    public static string More(AuditEvent entry) => entry.Extra is { ValueKind: JsonValueKind.Object } extra
        ? string.Join(", ", extra.EnumerateObject().Where(property => IsWorthSaying(property.Value)).Select(property => $"{property.Name}: {property.Value}"))
        : "";

    private static bool IsWorthSaying(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && !(value.ValueKind == JsonValueKind.String && value.GetString() is "");
}
