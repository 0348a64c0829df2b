using Npgsql;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Postgres;
using Quilt.Standalone.Terminal;

namespace Quilt.Tests.Standalone;

/// <summary>However a run ends, the next one works and has everything that was acknowledged.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly StandaloneProcess _registry = new();

    public async Task InitializeAsync()
    {
        await _registry.StartAsync();
        await ExecuteAsync("CREATE TABLE kept (value text)");
    }

    public Task DisposeAsync() => _registry.DisposeAsync();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task A_signal_stops_everything_in_order(string signal)
    {
        var postgres = _registry.PostgresId;

        Assert.Equal(0, await _registry.StopAsync(signal));

        Assert.EndsWith("Stopped." + Environment.NewLine, _registry.Output.TrimEnd() + Environment.NewLine, StringComparison.Ordinal);
        Assert.False(ProcessSignals.IsAlive(postgres));
        Assert.Contains("received fast shutdown request", await PostgresLogAsync(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_registry.DataFolder, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task A_restart_keeps_the_data_and_the_secrets()
    {
        await ExecuteAsync("INSERT INTO kept VALUES ('before')");
        var secrets = await File.ReadAllTextAsync(Path.Combine(_registry.DataFolder, "secrets.json"));
        await _registry.StopAsync();

        await _registry.StartAsync();

        Assert.Equal(["before"], await KeptAsync());
        Assert.Equal(secrets, await File.ReadAllTextAsync(Path.Combine(_registry.DataFolder, "secrets.json")));
        Assert.DoesNotContain("First start", _registry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_kill_9_of_standalone_the_next_start_works()
    {
        await ExecuteAsync("INSERT INTO kept VALUES ('acknowledged')");
        await _registry.KillAsync();

        await _registry.StartAsync();

        Assert.Equal(["acknowledged"], await KeptAsync());
    }

    [Fact]
    public async Task After_kill_9_of_both_the_next_start_recovers()
    {
        await ExecuteAsync("INSERT INTO kept VALUES ('acknowledged')");

        // Stopped first, so that it cannot shut down by itself when its parent dies.
        var postgres = _registry.PostgresId;
        await ProcessSignals.SendAsync(postgres, "STOP");
        await _registry.KillAsync();
        await ProcessSignals.SendAsync(postgres, "KILL");

        await _registry.StartAsync();

        Assert.Equal(["acknowledged"], await KeptAsync());
        Assert.Contains("not shut down cleanly", _registry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postgres_that_dies_is_started_again()
    {
        await ExecuteAsync("INSERT INTO kept VALUES ('acknowledged')");
        var before = _registry.PostgresId;

        await ProcessSignals.SendAsync(before, "KILL");
        await _registry.PrintsAsync("PostgreSQL runs again.");
        await _registry.HealthyAsync();

        Assert.NotEqual(before, _registry.PostgresId);
        Assert.Equal(["acknowledged"], await KeptAsync());
        Assert.Equal(0, await _registry.StopAsync());
    }

    [Fact]
    public async Task A_postgres_that_an_earlier_run_left_behind_is_stopped()
    {
        await _registry.StopAsync();
        var folder = new DataFolder(_registry.DataFolder);
        var account = await ServerAccount.FindAsync(folder.Postgres, default);
        var programs = await new ProgramFinder(Narrator.Plain(TextWriter.Null, TextWriter.Null)).FindAsync(folder, null, default);
        var address = ServerAddress.Choose(folder);
        await address.PrepareAsync(account, default);
        await using var log = new RollingFile(folder.PostgresLog);
        var orphan = ServerProcess.Launch(ChildCommand.ForTool(programs.Program("postgres"), ServerSettings.Arguments(folder.Postgres, address, ephemeral: false), account), log);
        await orphan.Ready;
        await ExecuteAsync("INSERT INTO kept VALUES ('by the orphan')");

        await _registry.StartAsync();

        Assert.Contains("that an earlier run left behind", _registry.Output, StringComparison.Ordinal);
        Assert.Equal(0, await orphan.Exited);
        Assert.Equal(["by the orphan"], await KeptAsync());
    }

    [Fact]
    public async Task A_pid_file_whose_number_belongs_to_another_program_does_not_hold_up_the_start()
    {
        await _registry.StopAsync();
        var pidFile = Path.Combine(_registry.DataFolder, "postgres", "postmaster.pid");
        await File.WriteAllLinesAsync(pidFile, [$"{Environment.ProcessId}", Path.Combine(_registry.DataFolder, "postgres"), "1", "5432", "", "", "0 0", "ready"]);

        await _registry.StartAsync();

        Assert.NotEqual(Environment.ProcessId, _registry.PostgresId);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_registry.ConnectionString("registry"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> KeptAsync()
    {
        await using var source = NpgsqlDataSource.Create(_registry.ConnectionString("registry"));
        await using var command = source.CreateCommand("SELECT value FROM kept");
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private Task<string> PostgresLogAsync() => File.ReadAllTextAsync(Path.Combine(_registry.DataFolder, "logs", "postgres.log"));
}
