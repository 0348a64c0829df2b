namespace Quilt.Standalone.DataFolders;

/// <summary>Where data goes when nobody says otherwise.</summary>
internal static class DefaultFolders
{
    /// <summary>
    /// <c>quilt</c> in the user's local application data. Root's home is closed to the unprivileged account that
    /// PostgreSQL runs under, so root gets the place that the system has for such data.
    /// </summary>
    public static string Data => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess
        ? "/var/lib/quilt"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "quilt");

    /// <summary>Where downloaded PostgreSQL programs are kept, for every data folder of this user.</summary>
    public static string PostgresDownloads => Path.Combine(Data, "postgres-programs");
}
