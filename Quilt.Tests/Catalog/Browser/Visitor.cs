using Microsoft.Playwright;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Somebody with a browser open, with script and without; <see cref="PageRules"/> looks at pages with their eyes.</summary>
/// <param name="Scripted">A profile in which scripts run.</param>
/// <param name="Plain">The same person's profile without scripts.</param>
internal sealed record Visitor(IBrowserContext Scripted, IBrowserContext Plain);
