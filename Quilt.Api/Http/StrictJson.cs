using System.Text.Json;

namespace Quilt.Api.Http;

/// <summary>What JSON may say and no call of ours takes: text that can be stored nowhere, and a key that stands there twice.</summary>
internal static class StrictJson
{
    /// <summary>What is wrong with a whole JSON text, or null.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair or bytes that are no UTF-8.</exception>
    public static string? FindProblem(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var open = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.String when HoldsNul(reader.GetString()!):
                case JsonTokenType.PropertyName when HoldsNul(reader.GetString()!):
                    return "The body holds a NUL character (\\u0000), which cannot be stored.";
                case JsonTokenType.PropertyName when !open.Peek().Add(reader.GetString()!):
                    return $"The body is ambiguous: the key \"{Shorten(reader.GetString()!)}\" stands there twice.";
            }
        }

        return null;
    }

    private static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static string Shorten(string text) => text.Length > 64 ? text[..64] + "…" : text;
}
