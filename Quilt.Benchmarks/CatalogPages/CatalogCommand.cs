using System.CommandLine;

namespace Quilt.Benchmarks.CatalogPages;

/// <summary>The command line of the catalog's measurement.</summary>
internal static class CatalogCommand
{
    /// <summary>What this program is started with to be the catalog that is measured.</summary>
    public const string Host = "catalog-host";

    private static readonly Option<Uri> Registry = RegistryOption.Create();
    private static readonly Option<string> User = new("--user") { Description = "Who pushes.", DefaultValueFactory = _ => "admin" };
    private static readonly Option<string> Password = new("--password") { Description = "That user's password.", DefaultValueFactory = _ => "quilt" };
    private static readonly Option<int> Requests = new("--requests") { Description = "How often each page is asked for.", DefaultValueFactory = _ => 500 };

    public static Task<int> RunAsync(string[] args)
    {
        var catalog = new Command("catalog", "Measures a catalog of its own beside a running registry: CPU and latency of pages, their weight, what a preview reads.")
        {
            Registry, User, Password, Requests,
        };
        catalog.SetAction((parsed, cancellation) => ExpectedFailures.SayAsync(
            () => CatalogBenchmark.RunAsync(
                new(parsed.GetValue(Registry)!, parsed.GetValue(User)!, parsed.GetValue(Password)!, Math.Max(10, parsed.GetValue(Requests))), cancellation),
            "The catalog was not measured",
            "Is the registry running, and are --registry, --user and --password right?"));
        return new RootCommand("Quilt's benchmarks.") { catalog }.Parse(args).InvokeAsync();
    }
}

/// <summary>What to measure.</summary>
/// <param name="Registry">The registry's address.</param>
/// <param name="User">Who pushes.</param>
/// <param name="Password">That user's password.</param>
/// <param name="Requests">How often each page is asked for.</param>
internal sealed record CatalogOptions(Uri Registry, string User, string Password, int Requests);
