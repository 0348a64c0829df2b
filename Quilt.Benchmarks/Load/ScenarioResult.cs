using System.Globalization;

namespace Quilt.Benchmarks.Load;

/// <summary>What came of a scenario.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Times">How long each request took, shortest first.</param>
/// <param name="Elapsed">How long all took.</param>
/// <param name="Errors">How many were not answered with success.</param>
/// <param name="FirstError">What one of them was answered with.</param>
/// <param name="Cpu">What the server processes used, where that is known.</param>
internal sealed record ScenarioResult(
    string Name, IReadOnlyList<TimeSpan> Times, TimeSpan Elapsed, int Errors, string? FirstError, TimeSpan? Cpu)
{
    public const string Header = "scenario             requests   requests/s     p50 ms     p99 ms   errors   CPU ms each";

    public override string ToString()
    {
        var cpu = Cpu is { } used && Times.Count > 0 ? (used.TotalMilliseconds / Times.Count).ToString("F2", CultureInfo.InvariantCulture) : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name,-18} {Times.Count,10} {Times.Count / Elapsed.TotalSeconds,12:F2} {Percentile(0.5),10:F2} {Percentile(0.99),10:F2} {Errors,8} {cpu,13}")
            + (FirstError is null ? string.Empty : $"\n  first error: {FirstError}");
    }

    private double Percentile(double part) =>
        Times.Count == 0 ? double.NaN : Times[Math.Min(Times.Count - 1, (int)(Times.Count * part))].TotalMilliseconds;
}
