namespace Quilt.Benchmarks.Load;

/// <summary>Runs the scenarios one after the other and prints each as it is done.</summary>
internal static class LoadTest
{
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        if (!options.Registry.IsLoopback && !options.AllowRemote)
        {
            await Console.Error.WriteLineAsync($"{options.Registry.Host} is not this machine. Say --yes-remote to load it all the same.");
            return 1;
        }

        using var connection = new RegistryConnection(options);
        var uploads = new PackageUploads(connection);
        var runner = new ScenarioRunner(connection, new(options.Processes));
        var failed = false;
        try
        {
            await connection.LoginAsync(cancellation);
            Console.WriteLine(ScenarioResult.Header);
            foreach (var scenario in new Scenarios(connection, uploads).All.Where(scenario => IsChosen(scenario, options.Only)))
            {
                var result = await runner.RunAsync(scenario, cancellation);
                failed |= result.Errors > 0;
                Console.WriteLine(result);
            }
        }
        finally
        {
            if (!options.Keep)
            {
                await uploads.DeleteAllAsync(CancellationToken.None);
            }
        }

        return failed ? 1 : 0;
    }

    private static bool IsChosen(Scenario scenario, string[] only) =>
        only.Length == 0 || only.Any(name => scenario.Name.StartsWith(name, StringComparison.Ordinal));
}
