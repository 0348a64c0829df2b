using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Quilt.Tests.Flows;

/// <summary>Judges pages by the rules of WCAG 2.2, levels A and AA, and by axe's best practices.</summary>
internal static class Accessibility
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>What is wrong with the page as it is now: a sentence for each rule, with the elements that break it.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page) =>
        [.. (await page.RunAxe(Rules)).Violations.Select(rule => $"{rule.Id}: {rule.Help}: {string.Join(' ', rule.Nodes.Select(node => node.Html))}")];
}
