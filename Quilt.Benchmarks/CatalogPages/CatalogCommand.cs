using System.CommandLine;

namespace Quilt.Benchmarks.CatalogPages;

/// <summary>The command line of the catalog's measurement.</summary>
internal static class CatalogCommand
{
    /// <summary>What this program is started with to be the catalog that is measured.</summary>
    public const string Host = "catalog-host";

    private static readonly Option<Uri> Registry = new("--registry")
    {
        Description = "Address of a registry on this machine.",
        DefaultValueFactory = _ => new("http://localhost:5000"),
        CustomParser = result => new(result.Tokens[0].Value, UriKind.Absolute),
    };

    private static readonly Option<string> User = new("--user") { Description = "Who pushes.", DefaultValueFactory = _ => "admin" };
    private static readonly Option<string> Password = new("--password") { Description = "That user's password.", DefaultValueFactory = _ => "quilt" };
    private static readonly Option<int> Requests = new("--requests") { Description = "How often each page is asked for.", DefaultValueFactory = _ => 500 };

    public static Task<int> RunAsync(string[] args)
    {
        var catalog = new Command("catalog", "Measures a catalog of its own beside a running registry: CPU and latency of pages, their weight, what a preview reads.")
        {
            Registry, User, Password, Requests,
        };
        catalog.SetAction((parsed, cancellation) => CatalogBenchmark.RunAsync(
            new(parsed.GetValue(Registry)!, parsed.GetValue(User)!, parsed.GetValue(Password)!, Math.Max(10, parsed.GetValue(Requests))), cancellation));
        return new RootCommand("Quilt's benchmarks.") { catalog }.Parse(args).InvokeAsync();
    }
}

/// <summary>What to measure.</summary>
/// <param name="Registry">The registry's address.</param>
/// <param name="User">Who pushes.</param>
/// <param name="Password">That user's password.</param>
/// <param name="Requests">How often each page is asked for.</param>
internal sealed record CatalogOptions(Uri Registry, string User, string Password, int Requests);
