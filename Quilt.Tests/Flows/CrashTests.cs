using System.Collections.Concurrent;
using Quilt.Client;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Flows;

/// <summary>Whatever is killed, and when: what the registry acknowledged is there after the next start.</summary>
public sealed class CrashTests(StandaloneProcess server) : IClassFixture<StandaloneProcess>
{
    private readonly string _package = FlowRegistry.NewName("package");

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task After_an_orderly_stop_everything_is_there_and_nobody_logs_in_again(string signal)
    {
        var user = await PythonClient.RegisterAsync(server, FlowRegistry.NewName("user"));
        var package = FlowPackage.Everything(_package);
        await user.PushAsync(_package, package);

        Assert.Equal(0, await server.StopAsync(signal));
        await server.StartAsync();

        await user.InstallsAsync(user.Name, _package, package);
        await user.PushAsync(_package, FlowPackage.Of(("after.csv", _package)));
    }

    [Fact]
    public async Task After_kill_9_of_standalone_what_was_acknowledged_is_there()
    {
        var (user, acknowledged) = await PushUntilAsync(server.KillAsync);

        await server.StartAsync();

        await AllThereAsync(user, acknowledged);
    }

    [Fact]
    public async Task After_kill_9_of_postgres_what_was_acknowledged_is_there_without_a_restart()
    {
        // A run of its own, so that only this death of Postgres shows in what it prints.
        await server.StopAsync();
        await server.StartAsync();

        var (user, acknowledged) = await PushUntilAsync(() => ProcessSignals.SendAsync(server.PostgresId, "KILL"));
        await server.PrintsAsync("PostgreSQL runs again.");
        await server.HealthyAsync();

        await AllThereAsync(user, acknowledged);
    }

    [Fact]
    public async Task After_kill_9_of_everything_what_was_acknowledged_is_there()
    {
        var (user, acknowledged) = await PushUntilAsync(async () =>
        {
            // Stopped first, so that it cannot shut down by itself when its parent dies.
            var postgres = server.PostgresId;
            await ProcessSignals.SendAsync(postgres, "STOP");
            await server.KillAsync();
            await ProcessSignals.SendAsync(postgres, "KILL");
        });

        await server.StartAsync();

        await AllThereAsync(user, acknowledged);
    }

    /// <summary>Pushes from four sides, kills in the midst of it, and tells what had been acknowledged with its tag.</summary>
    private async Task<(PythonClient User, IReadOnlyCollection<(string Name, FlowPackage Package)> Acknowledged)> PushUntilAsync(Func<Task> kill)
    {
        var user = await PythonClient.RegisterAsync(server, FlowRegistry.NewName("user"));
        var acknowledged = new ConcurrentBag<(string, FlowPackage)>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isKilled = false;
        var pushers = Enumerable.Range(0, 4).Select(async pusher =>
        {
            // One that was busy with objects all the while may never notice the death, and ends after its push.
            for (var number = 0; !Volatile.Read(ref isKilled); number++)
            {
                var name = $"{_package}_{pusher}_{number}";
                var package = FlowPackage.Of(("README.md", name), ("a.csv", name + "a"));
                if (!await TryPushAsync(user, name, package))
                {
                    return;
                }

                acknowledged.Add((name, package));
                if (acknowledged.Count >= 12)
                {
                    enough.TrySetResult();
                }
            }
        }).ToArray();

        await Task.WhenAny(enough.Task, Task.WhenAll(pushers));
        await kill();
        Volatile.Write(ref isKilled, true);
        await Task.WhenAll(pushers);
        Assert.True(acknowledged.Count >= 12, "The pushes ended before the kill.");
        return (user, acknowledged);
    }

    private static async Task<bool> TryPushAsync(PythonClient user, string name, FlowPackage package)
    {
        try
        {
            await user.PushAsync(name, package);
            return true;
        }
        catch (Exception refused) when (refused is HttpRequestException or IOException
            or RegistryException { Error.Status: 503 })
        {
            return false;
        }
    }

    private async Task AllThereAsync(PythonClient user, IReadOnlyCollection<(string Name, FlowPackage Package)> acknowledged)
    {
        try
        {
            foreach (var (name, package) in acknowledged)
            {
                await user.InstallsAsync(user.Name, name, package);
            }
        }
        catch (RegistryException refused)
        {
            Assert.Fail($"{refused.Message}\n{server.Output}");
        }

        // What was under way when it died can be pushed again.
        await user.PushAsync(FlowRegistry.NewName("after"), FlowPackage.Of(("after.csv", "x")));
    }
}
