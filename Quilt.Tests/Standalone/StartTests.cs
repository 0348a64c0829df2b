using System.Globalization;
using System.Net;
using System.Runtime.Versioning;

namespace Quilt.Tests.Standalone;

[UnsupportedOSPlatform("windows")]
[Collection(SharedStandalone.Name)]
public sealed class StartTests(StandaloneProcess registry)
{
    [Fact]
    public void The_start_prints_what_a_person_needs()
    {
        Assert.Contains($"Registry      {registry.Registry.OriginalString}", registry.Output, StringComparison.Ordinal);
        Assert.Contains($"Web catalog   {registry.Catalog.OriginalString}", registry.Output, StringComparison.Ordinal);
        Assert.Contains("admin, password quilt", registry.Output, StringComparison.Ordinal);
        Assert.Contains($"Data folder   {registry.DataFolder}", registry.Output, StringComparison.Ordinal);
        Assert.Contains($"echo {registry.Registry.OriginalString} | quilt config{Environment.NewLine}  quilt login{Environment.NewLine}  quilt push", registry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Redirected_output_is_plain_text() => Assert.DoesNotContain('\x1b', registry.Output);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Every_service_answers_on_loopback(string host)
    {
        using var http = new HttpClient();
        foreach (var service in (Uri[])[registry.Registry, registry.Objects, registry.Auth, registry.Catalog])
        {
            using var answer = await http.GetAsync(new Uri($"http://{host}:{service.Port}/alive"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_second_instance_on_the_folder_says_who_holds_it_and_ends()
    {
        using var second = StandaloneRun.Launch(["--data", registry.DataFolder]);

        Assert.Equal(1, await second.ExitAsync());
        Assert.Equal(
            $"Quilt is already running on {registry.DataFolder} (process {registry.ProcessId.ToString(CultureInfo.InvariantCulture)}). Stop it first, or choose another folder with --data.",
            second.Output.Trim());
    }

    [Fact]
    public async Task A_busy_port_is_named_with_its_option()
    {
        // A place of its own: the start also tells which ephemeral folders of other, killed runs it deletes.
        var temporary = Directory.CreateTempSubdirectory("quilt-test-");
        using var second = StandaloneRun.Launch(
            ["--ephemeral", "--port", $"{FreePorts.Next()}", "--objects-port", $"{FreePorts.Next()}", "--auth-port", $"{registry.Auth.Port}", "--catalog-port", $"{FreePorts.Next()}"],
            new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName });

        Assert.Equal(1, await second.ExitAsync());
        Assert.Equal($"Port {registry.Auth.Port} is in use by another program. Stop that program or choose another port with --auth-port.", second.Output.Trim());
        temporary.Delete(recursive: true);
    }

    [Fact]
    public void Secrets_and_data_are_closed_to_other_users()
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(registry.DataFolder, "secrets.json")));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(registry.DataFolder) & others);
        foreach (var folder in (string[])["postgres", "run", "objects", "keys", "logs", "outbox"])
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(registry.DataFolder, folder)));
        }
    }

    [Fact]
    public void The_database_does_not_see_our_environment_and_listens_on_no_network()
    {
        var environment = File.ReadAllText($"/proc/{registry.PostgresId}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=')[0]);
        Assert.Empty(environment.Except(["PATH", "LD_LIBRARY_PATH", "TMPDIR", "LC_ALL", "PG_GRANDPARENT_PID", "PG_OOM_ADJUST_FILE"]));
        Assert.Contains("listen_addresses=\0", File.ReadAllText($"/proc/{registry.PostgresId}/cmdline"), StringComparison.Ordinal);
    }
}
