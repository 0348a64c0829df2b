using System.Runtime.Versioning;
using Quilt.Standalone;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Postgres;
using Quilt.Standalone.Terminal;

namespace Quilt.Tests.Standalone;

[UnsupportedOSPlatform("windows")]
public sealed class DataFolderTests : IDisposable
{
    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("quilt-test-").FullName);

    public void Dispose() => Directory.Delete(_folder.Root, recursive: true);

    [Fact]
    public void A_folder_is_held_by_one_until_it_lets_go()
    {
        using (var first = FolderLock.TryTake(_folder.Root))
        {
            Assert.NotNull(first);
            Assert.Null(FolderLock.TryTake(_folder.Root));
            var refused = Assert.Throws<StartRefusedException>(() => FolderLock.Take(_folder.Root));
            Assert.Contains($"(process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        }

        using var next = FolderLock.TryTake(_folder.Root);
        Assert.NotNull(next);
    }

    [Fact]
    public void Secrets_are_made_once_and_closed_to_others()
    {
        var made = Secrets.Open(_folder);

        Assert.Equal(made, Secrets.Open(_folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.SecretsFile));
        Assert.Equal(5, new[] { made.PostgresPassword, made.ObjectAccessKey, made.ObjectSecretKey, made.RegistryClientSecret, made.CatalogClientSecret }.Distinct().Count());
        Assert.DoesNotContain(made.PostgresPassword, made.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_that_are_gone_from_a_folder_in_use_are_not_made_anew()
    {
        Directory.CreateDirectory(_folder.Postgres);
        File.WriteAllText(Path.Combine(_folder.Postgres, "PG_VERSION"), "15\n");

        Assert.Throws<StartRefusedException>(() => Secrets.Open(_folder));
        Assert.False(File.Exists(_folder.SecretsFile));
    }

    [Fact]
    public void A_long_path_gets_a_short_socket_folder()
    {
        var deep = new DataFolder("/srv/" + new string('x', 100));

        Assert.Equal(Path.Combine(_folder.Root, "run"), ServerAddress.Choose(_folder).SocketFolder);
        Assert.True(ServerAddress.Choose(deep).SocketFolder!.Length < 50);
        Assert.NotEqual(ServerAddress.Choose(deep).SocketFolder, ServerAddress.Choose(new DataFolder(deep.Root + "y")).SocketFolder);
    }

    [Fact]
    public async Task A_log_rolls_over_and_keeps_a_few()
    {
        Directory.CreateDirectory(_folder.Logs);
        foreach (var run in Enumerable.Range(1, 5))
        {
            await using var log = new RollingFile(_folder.ServiceLog, maxBytes: 10, keep: 2);
            log.Write($"a line of run {run}");
        }

        Assert.Equal(["quilt.1.log", "quilt.2.log"], Directory.GetFiles(_folder.Logs).Select(Path.GetFileName).Order());
        Assert.Contains("run 5", await File.ReadAllTextAsync(Path.Combine(_folder.Logs, "quilt.1.log")), StringComparison.Ordinal);
        Assert.Contains("run 4", await File.ReadAllTextAsync(Path.Combine(_folder.Logs, "quilt.2.log")), StringComparison.Ordinal);
    }
}
