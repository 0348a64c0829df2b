using System.CommandLine;

namespace Quilt.Benchmarks.Load;

/// <summary>The command line of the load test.</summary>
internal static class LoadCommand
{
    private static readonly Option<Uri> Registry = RegistryOption.Create();
    private static readonly Option<string> User = new("--user") { Description = "Who pushes.", DefaultValueFactory = _ => "admin" };
    private static readonly Option<string> Password = new("--password") { Description = "That user's password.", DefaultValueFactory = _ => "quilt" };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long each scenario runs at most.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Concurrency = new("--concurrency") { Description = "Requests under way at once; the largest scenarios take fewer.", DefaultValueFactory = _ => 16 };
    private static readonly Option<string[]> Only = new("--only") { Description = "Scenarios to run, by the beginning of their names. Default: all.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int[]> Pid = new("--pid") { Description = "Server processes on this machine whose CPU time to count, with their children.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> YesRemote = new("--yes-remote") { Description = "Load another machine than this." };
    private static readonly Option<bool> Keep = new("--keep") { Description = "Leave the packages that were pushed." };

    public static Task<int> RunAsync(string[] args)
    {
        var load = new Command("load", "Loads a running registry as its clients would and prints what it answers per second.")
        {
            Registry, User, Password, Seconds, Concurrency, Only, Pid, YesRemote, Keep,
        };
        load.SetAction((parsed, cancellation) => ExpectedFailures.SayAsync(
            () => LoadTest.RunAsync(
                new(
                    parsed.GetValue(Registry)!,
                    parsed.GetValue(User)!,
                    parsed.GetValue(Password)!,
                    TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(Seconds))),
                    Math.Max(1, parsed.GetValue(Concurrency)),
                    parsed.GetValue(Only) ?? [],
                    parsed.GetValue(Pid) ?? [],
                    parsed.GetValue(YesRemote),
                    parsed.GetValue(Keep)),
                cancellation),
            "The load test stopped",
            "Is the registry running, and are --registry, --user and --password right?"));
        return new RootCommand("Quilt's benchmarks. Without `load`, the arguments are BenchmarkDotNet's.") { load }.Parse(args).InvokeAsync();
    }
}
