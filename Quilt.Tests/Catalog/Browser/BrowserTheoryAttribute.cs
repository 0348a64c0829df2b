using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>A test with several rows in a real browser. It is left out on a machine without one, but never in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}
