using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Quilt.Tests.Flows;

/// <summary>
/// What axe finds on a page. The script is brought in once a page and asked only for violations: the runner of the
/// package brings it in four times and opens a second page, which takes longer than all else that is looked at.
/// </summary>
internal static class AxeChecks
{
    private static readonly Lazy<string> Script = new(Read);

    /// <summary>The violations on the page as it is shown now.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rules">The rules to ask for; none for all.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }

        var violations = await page.EvaluateAsync<JsonElement>(
            """
            async rules => {
              const found = await axe.run(document, { resultTypes: ['violations'], ...(rules.length && { runOnly: { type: 'rule', values: rules } }) });
              return found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`);
            }
            """,
            rules);
        return [.. violations.EnumerateArray().Select(violation => violation.GetString()!)];
    }

    private static string Read()
    {
        var assembly = typeof(AxeResult).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith("axe.min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
