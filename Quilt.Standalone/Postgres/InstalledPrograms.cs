namespace Quilt.Standalone.Postgres;

/// <summary>Finds the PostgreSQL programs that are installed on this machine.</summary>
internal static class InstalledPrograms
{
    /// <summary>All that run, newest first; of equal ones those in PATH first.</summary>
    public static async Task<IReadOnlyList<PostgresPrograms>> FindAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(Folders().Select(folder => PostgresPrograms.ExamineAsync(folder, cancellationToken)));
        return NewestFirst(found.OfType<PostgresPrograms>());
    }

    /// <summary>Orders programs: by number, so that 9 comes after 10.</summary>
    internal static IReadOnlyList<PostgresPrograms> NewestFirst(IEnumerable<PostgresPrograms> programs) =>
        [.. programs.OrderByDescending(found => found.Version)];

    /// <summary>The folders that installers use, as far as they exist.</summary>
    private static IEnumerable<string> Folders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> installed = OperatingSystem.IsWindows()
            ? Under(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin")
            :
            [
                .. Under("/usr/lib/postgresql", "*", "bin"),
                .. Under("/usr", "pgsql-*", "bin"),
                .. Under("/opt/homebrew/opt", "postgresql@*", "bin"),
                .. Under("/usr/local/opt", "postgresql@*", "bin"),
                .. Under("/home/linuxbrew/.linuxbrew/opt", "postgresql@*", "bin"),
                .. Under("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
            ];
        return path.Concat(installed).Where(Path.IsPathFullyQualified).Distinct();
    }

    private static IEnumerable<string> Under(string parent, string pattern, string child) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, child)) : [];
}
