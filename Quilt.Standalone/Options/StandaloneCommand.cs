using System.CommandLine;
using Quilt.Standalone.Hosting;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Options;

/// <summary>The command line: reads the options and runs the registry.</summary>
internal static class StandaloneCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand("Runs a whole Quilt registry in this process: registry, object store, sign-in and web catalog over an embedded PostgreSQL.");
        var values = new Dictionary<StandaloneSetting, Option<string?>>();
        var switches = new Dictionary<StandaloneSetting, Option<bool>>();
        foreach (var setting in StandaloneSetting.All)
        {
            if (setting.IsSwitch)
            {
                command.Add(switches[setting] = new Option<bool>(setting.Option) { Description = setting.Description });
            }
            else
            {
                command.Add(values[setting] = new Option<string?>(setting.Option) { Description = setting.Description, HelpName = setting.ValueName });
            }
        }

        var narrator = Narrator.ForProcess();
        command.SetAction((parsed, cancellationToken) =>
        {
            var given = values.Select(entry => (entry.Key.Key, Value: parsed.GetValue(entry.Value)))
                .Concat(switches.Select(entry => (entry.Key.Key, Value: parsed.GetValue(entry.Value) ? "true" : null)))
                .Where(entry => entry.Value is not null)
                .ToDictionary(entry => entry.Key, entry => entry.Value);
            return RegistryRun.RunAsync(() => new StandaloneOptionsReader(Configure(given)).Read(), narrator, cancellationToken);
        });

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            narrator.Fail(string.Join(' ', parsed.Errors.Select(error => error.Message)) + " Run with --help to see the options.");
            return 1;
        }

        // The run handles Ctrl-C and SIGTERM itself: stopping in order takes longer than the library would wait.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Command line over <c>QUILT_NAME</c> over <c>Quilt__Key</c>.</summary>
    private static IConfiguration Configure(Dictionary<string, string?> given)
    {
        var shortNames = StandaloneSetting.All
            .Select(setting => (setting.Key, Value: Environment.GetEnvironmentVariable(setting.EnvironmentVariable)))
            .Where(entry => !string.IsNullOrEmpty(entry.Value))
            .ToDictionary(entry => entry.Key, entry => entry.Value);
        return new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(shortNames)
            .AddInMemoryCollection(given)
            .Build();
    }
}
