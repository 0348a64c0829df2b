using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Postgres;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Hosting;

/// <summary>Ephemeral data folders whose run was killed before it could delete them.</summary>
internal static class AbandonedFolders
{
    /// <summary>Stops what still runs on them and deletes them. Those in use, and those of other users, are left alone.</summary>
    public static async Task DeleteAsync(Narrator narrator, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var path in EphemeralFolder.FindAll(time))
        {
            if (!await IsOursAsync(path, cancellationToken))
            {
                continue;
            }

            using (var held = FolderLock.TryTake(path))
            {
                if (held is null)
                {
                    continue;
                }

                var folder = new DataFolder(path);
                var programs = await InstalledPrograms.FindAsync(cancellationToken);
                if (folder.PostgresVersion is not null && ProgramFinder.Choose(programs, needed: null) is { } any)
                {
                    var account = await ServerAccount.FindAsync(folder.Postgres, cancellationToken);
                    await new LeftoverServer(folder.Postgres, any, account, narrator).ClearAsync(cancellationToken);
                }
            }

            narrator.Progress($"Deleting {path}, left behind by an earlier ephemeral run.");
            EphemeralFolder.Delete(path);
        }
    }

    /// <summary>Anybody can make a folder of this name in the place for temporary files.</summary>
    private static async Task<bool> IsOursAsync(string path, CancellationToken cancellationToken) =>
        OperatingSystem.IsWindows()
        || (await FileOwner.FindAsync(path, cancellationToken) is { } owner && owner.User == await FileOwner.OwnUserAsync(cancellationToken));
}
