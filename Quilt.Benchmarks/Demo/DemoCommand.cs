using System.CommandLine;

namespace Quilt.Benchmarks.Demo;

/// <summary>The command line that fills a registry with a demo.</summary>
internal static class DemoCommand
{
    private static readonly Option<Uri> Registry = RegistryOption.Create();
    private static readonly Option<string> Admin = new("--user") { Description = "An admin of the registry.", DefaultValueFactory = _ => "admin" };
    private static readonly Option<string> AdminPassword = new("--password") { Description = "The admin's password.", DefaultValueFactory = _ => "quilt" };

    private static readonly Option<string?> OwnersPassword = new("--owners-password")
    {
        Description = "Password of the accounts that own the demo. Default: a random one, printed at the end.",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "Connection string of the registry's database. With it the demo has a past: pushes, installs and views over a year. Without it everything happened today.",
    };

    public static Task<int> RunAsync(string[] args)
    {
        var demo = new Command("demo", "Fills a running registry with 20 packages of several owners, to look at in the catalog.")
        {
            Registry, Admin, AdminPassword, OwnersPassword, Database,
        };
        demo.SetAction((parsed, cancellation) => ExpectedFailures.SayAsync(
            async () =>
            {
                await new DemoRun(
                    parsed.GetValue(Registry)!,
                    parsed.GetValue(Admin)!,
                    parsed.GetValue(AdminPassword)!,
                    parsed.GetValue(OwnersPassword),
                    parsed.GetValue(Database)).RunAsync(cancellation);
                return 0;
            },
            "The demo was not finished",
            "Running the command again goes on."));
        return new RootCommand("Quilt's benchmarks and demo.") { demo }.Parse(args).InvokeAsync();
    }
}
