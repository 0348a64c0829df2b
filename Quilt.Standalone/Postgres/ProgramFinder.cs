using System.Globalization;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Postgres;

/// <summary>Decides which PostgreSQL programs to use: the configured, else the newest installed, else downloaded ones.</summary>
internal sealed class ProgramFinder(Narrator narrator)
{
    /// <summary>Finds programs that can open the data folder's cluster, or any for a fresh folder.</summary>
    /// <exception cref="StartRefusedException">There are none.</exception>
    public async Task<PostgresPrograms> FindAsync(DataFolder folder, string? configured, CancellationToken cancellationToken)
    {
        var needed = NeededMajor(folder);
        if (configured is not null)
        {
            var programs = await PostgresPrograms.ExamineAsync(configured, cancellationToken)
                ?? throw new StartRefusedException($"{configured} does not hold PostgreSQL's programs (postgres, initdb and pg_ctl). Give the folder that does with --postgres.");
            return Choose([programs], needed) ?? throw Refuse(folder, needed, [programs]);
        }

        var installed = await InstalledPrograms.FindAsync(cancellationToken);
        if (Choose(installed, needed) is { } chosen)
        {
            return chosen;
        }

        var downloads = new DownloadedPrograms(DefaultFolders.PostgresDownloads, narrator);
        if (await downloads.FindAsync(needed, cancellationToken) is { } downloaded)
        {
            return downloaded;
        }

        return installed.Count == 0 && needed is null or >= PostgresPrograms.OldestMajor
            ? await downloads.DownloadAsync(needed ?? DownloadedPrograms.PreferredMajor, cancellationToken)
            : throw Refuse(folder, needed, installed);
    }

    /// <summary>The first programs of the needed major version; for a fresh cluster the first that are new enough.</summary>
    internal static PostgresPrograms? Choose(IEnumerable<PostgresPrograms> programs, int? needed) =>
        programs.FirstOrDefault(found => needed is null ? found.Major >= PostgresPrograms.OldestMajor : found.Major == needed);

    private static int? NeededMajor(DataFolder folder)
    {
        if (folder.PostgresVersion is not { } text)
        {
            return null;
        }

        // Before 10 the major version had two parts: 9.6.
        return int.TryParse(text.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new StartRefusedException($"{Path.Combine(folder.Postgres, "PG_VERSION")} holds '{text}', which is no PostgreSQL version: the folder is damaged. Bring it back from a backup, or choose another with --data.");
    }

    private static StartRefusedException Refuse(DataFolder folder, int? needed, IReadOnlyCollection<PostgresPrograms> found)
    {
        var have = string.Join(" and ", found.Select(programs => $"{programs.Version} in {programs.Folder}"));
        return needed is null
            ? new StartRefusedException($"PostgreSQL {PostgresPrograms.OldestMajor} or newer is needed, but here is only {have}. Install a newer one ({DownloadedPrograms.HowToInstall(DownloadedPrograms.PreferredMajor)}), or say where its programs are with --postgres.")
            : new StartRefusedException($"The database in {folder.Root} was made by PostgreSQL {needed}, {(found.Count == 0 ? "which is not installed" : $"and {have} cannot open it")}. Install PostgreSQL {needed} or give the folder of its programs with --postgres; to move to a newer one, see docs/standalone.md.");
    }
}
