using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Options;
using Quilt.Standalone.Postgres;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Hosting;

/// <summary>One run of the registry, from the options to the exit code.</summary>
internal sealed class RegistryRun(StandaloneOptions options, Narrator narrator, StopSignals signals, CancellationToken stop)
{
    private const int Success = 0;
    private const int Failure = 1;

    /// <summary>Runs until a signal asks to stop; whatever was started is stopped again in reverse order.</summary>
    public static async Task<int> RunAsync(Func<StandaloneOptions> readOptions, Narrator narrator, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, cancellationToken);
        try
        {
            return await new RegistryRun(readOptions(), narrator, signals, stop.Token).RunAsync();
        }
        catch (StartRefusedException refused)
        {
            narrator.Fail(refused.Message);
            return Failure;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            narrator.Say("Stopped before the start was complete.");
            return Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            narrator.Fail($"Quilt cannot go on: {exception.Message}");
            return Failure;
        }
    }

    private async Task<int> RunAsync()
    {
        if (options.Ephemeral)
        {
            await AbandonedFolders.DeleteAsync(narrator, TimeProvider.System, stop);
        }

        var folder = new DataFolder(options.DataFolder ?? EphemeralFolder.Create());
        try
        {
            folder.Create();
            using var held = FolderLock.Take(folder.Root);
            PortCheck.Check(options);
            DiskSpace.Check(folder.Root);
            return await RunAsync(folder);
        }
        finally
        {
            if (options.Ephemeral)
            {
                EphemeralFolder.Delete(folder.Root);
            }
        }
    }

    private async Task<int> RunAsync(DataFolder folder)
    {
        var admin = new AdminAccount(options);
        if (folder.PostgresVersion is null)
        {
            admin.CheckFreshFolder();
        }

        var programs = await new ProgramFinder(narrator).FindAsync(folder, options.PostgresFolder, stop);
        var account = await ServerAccount.FindAsync(folder.Postgres, stop);
        var secrets = Secrets.Open(folder);
        await using var postgres = await EmbeddedPostgres.StartAsync(programs, folder, account, secrets, options.Ephemeral, narrator, stop);
        await Databases.CreateMissingAsync(postgres, folder, stop);
        await admin.CheckAsync(postgres.ConnectionString(Databases.Auth), stop);

        await using var log = new RollingFile(folder.ServiceLog);
        await using var services = new ServiceGroup(options, new ServiceConfiguration(options, folder, secrets, postgres), log, narrator);
        await services.StartAsync(stop);
        Banner.Print(narrator, options, folder.Root, await AdminAccount.DefaultPasswordStandsAsync(postgres.ConnectionString(Databases.Auth), stop));

        var gaveUp = await Task.WhenAny(Task.Delay(Timeout.Infinite, stop), postgres.GaveUp) == postgres.GaveUp;
        if (gaveUp)
        {
            narrator.Fail(await postgres.GaveUp);
        }

        narrator.Say("Stopping … (Ctrl-C again to hurry)");
        await services.StopAsync(signals.Hurry);
        await postgres.StopAsync(signals.Hurry);
        narrator.Say("Stopped.");
        return gaveUp ? Failure : Success;
    }
}
