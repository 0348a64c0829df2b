namespace Quilt.Tests.Authorization;

/// <summary>An answer in full, but for what differs between any two: to be held against another.</summary>
internal static class Answered
{
    private static readonly string[] DiffersAlways = ["Date", "X-Trace-Id"];

    /// <summary>Status, headers and body, with <paramref name="name"/> taken out.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage answer, string name)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !DiffersAlways.Contains(header.Key))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        var body = await answer.Content.ReadAsStringAsync();
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{body}".Replace(name, "NAME", StringComparison.Ordinal);
    }
}
