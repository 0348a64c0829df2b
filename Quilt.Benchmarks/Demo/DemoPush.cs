namespace Quilt.Benchmarks.Demo;

/// <summary>A revision that was pushed.</summary>
/// <param name="Package">The package.</param>
/// <param name="Revision">Its number, from 1.</param>
/// <param name="Hash">Its package hash.</param>
internal sealed record DemoPush(DemoPackage Package, int Revision, string Hash)
{
    /// <summary>The version of an even revision.</summary>
    public string Version => $"1.{Revision / 2}.0";
}
