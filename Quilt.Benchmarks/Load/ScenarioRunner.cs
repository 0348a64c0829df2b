using System.Diagnostics;

namespace Quilt.Benchmarks.Load;

/// <summary>Keeps a number of requests under way and takes each one's time.</summary>
internal sealed class ScenarioRunner(RegistryConnection connection, ServerCpu cpu)
{
    public async Task<ScenarioResult> RunAsync(Scenario scenario, CancellationToken cancellation)
    {
        var source = await scenario.Prepare(cancellation);
        if (source.IsRepeatable)
        {
            await MeasureAsync(scenario, source, connection.Options.Duration / 5, cancellation);
        }

        return await MeasureAsync(scenario, source, connection.Options.Duration, cancellation);
    }

    private async Task<ScenarioResult> MeasureAsync(Scenario scenario, RequestSource source, TimeSpan duration, CancellationToken cancellation)
    {
        var cpuBefore = cpu.Total();
        var started = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, scenario.Concurrency).Select(_ => Task.Run(Work, cancellation)).ToArray();
        var results = await Task.WhenAll(workers);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = cpu.IsKnown ? cpu.Total() - cpuBefore : (TimeSpan?)null;
        return new(
            scenario.Name,
            [.. results.SelectMany(result => result.Times).Order()],
            elapsed,
            results.Sum(result => result.Errors),
            results.Select(result => result.FirstError).FirstOrDefault(error => error is not null),
            used);

        async Task<(List<TimeSpan> Times, int Errors, string? FirstError)> Work()
        {
            var (times, errors, firstError) = (new List<TimeSpan>(), 0, (string?)null);
            while (Stopwatch.GetElapsedTime(started) < duration && source.Next() is { } request)
            {
                var sent = Stopwatch.GetTimestamp();
                var error = await connection.SendAsync(request, cancellation);
                times.Add(Stopwatch.GetElapsedTime(sent));
                errors += error is null ? 0 : 1;
                firstError ??= error;
            }

            return (times, errors, firstError);
        }
    }
}
