using System.Runtime.Versioning;

namespace Quilt.Tests.Standalone;

/// <summary>Whatever keeps Standalone from starting is one sentence and a non-zero exit.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quilt-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_in_the_place_of_the_data_folder()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        Assert.StartsWith($"The data folder {file} cannot be written", await RefusedAsync("--data", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_where_no_folder_can_be_made() =>
        Assert.StartsWith("The data folder /proc/quilt cannot be written", await RefusedAsync("--data", "/proc/quilt"), StringComparison.Ordinal);

    [Fact]
    public async Task A_cluster_of_another_major_version()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "PG_VERSION"), "9.6\n");

        var sentence = await RefusedAsync("--data", _folder);

        Assert.StartsWith($"The database in {_folder} was made by PostgreSQL 9,", sentence, StringComparison.Ordinal);
        Assert.Contains("Install PostgreSQL 9", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_that_are_not_where_they_should_be() =>
        Assert.StartsWith($"{_folder} does not hold PostgreSQL's programs", await RefusedAsync("--data", Path.Combine(_folder, "data"), "--postgres", _folder), StringComparison.Ordinal);

    [Fact]
    public async Task An_initdb_that_fails_is_quoted()
    {
        await FakeProgramAsync("postgres", "echo 'postgres (PostgreSQL) 16.4'");
        await FakeProgramAsync("initdb", "echo 'initdb: error: could not do it' >&2; exit 1");
        await FakeProgramAsync("pg_ctl", "exit 1");
        OpenToOthers();

        var output = await RefusedAsync("--data", Path.Combine(_folder, "data"), "--postgres", _folder);

        Assert.EndsWith("initdb of PostgreSQL 16.4 said: initdb: error: could not do it", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "data", "postgres")));
    }

    [Fact]
    public async Task A_disk_that_fills_up_during_initdb()
    {
        await FakeProgramAsync("postgres", "echo 'postgres (PostgreSQL) 16.4'");
        await FakeProgramAsync("initdb", "echo 'initdb: error: could not write file: No space left on device' >&2; exit 1");
        await FakeProgramAsync("pg_ctl", "exit 1");
        OpenToOthers();
        var data = Path.Combine(_folder, "data");

        Assert.EndsWith($"The disk that holds {data} is full: at least 128 MiB must be free. Free some space or choose a folder on another disk with --data.", await RefusedAsync("--data", data, "--postgres", _folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listening_to_others_with_the_default_password()
    {
        var sentence = await RefusedAsync("--data", _folder, "--bind", "*");

        Assert.StartsWith("Listening on * would let other machines in while the admin's default password still stands.", sentence, StringComparison.Ordinal);
        Assert.Contains("QUILT_ADMIN_PASSWORD", sentence, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "postgres")));
    }

    [Fact]
    public async Task A_damaged_secrets_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "secrets.json"), "{");

        Assert.StartsWith($"{_folder}/secrets.json is damaged.", await RefusedAsync("--data", _folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port (or QUILT_PORT) is 'eighty', but it must be a port number from 1 to 65535.", "--port", "eighty")]
    [InlineData("--bind (or QUILT_BIND) is 'example.com', but it must be localhost, an IP address of this machine, or * for all addresses.", "--bind", "example.com")]
    [InlineData("Port 7000 is given to more than one service. Choose different values for --port and --auth-port.", "--port", "7000", "--auth-port", "7000")]
    [InlineData("Unrecognized command or argument '--colour'. Run with --help to see the options.", "--colour")]
    public async Task A_wrong_option(string sentence, params string[] arguments) => Assert.Equal(sentence, await RefusedAsync(arguments));

    private static async Task<string> RefusedAsync(params string[] arguments)
    {
        string[] ports = [.. new[] { "--port", "--objects-port", "--auth-port", "--catalog-port" }
            .Where(option => !arguments.Contains(option))
            .SelectMany(option => new[] { option, $"{FreePorts.Next()}" })];
        using var run = StandaloneRun.Launch([.. arguments, .. ports]);

        Assert.Equal(1, await run.ExitAsync());
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
        return run.Output.Trim();
    }

    private async Task FakeProgramAsync(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    private void OpenToOthers() => File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
}
