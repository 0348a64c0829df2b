using System.Globalization;
using MysticMind.PostgresEmbed;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Postgres;

/// <summary>Downloads PostgreSQL's programs, once, and finds them again.</summary>
internal sealed class DownloadedPrograms(string cacheFolder, Narrator narrator)
{
    /// <summary>What a fresh data folder gets when nothing is installed.</summary>
    public const int PreferredMajor = 17;

    /// <summary>The newest downloaded programs of <paramref name="major"/> (null: of any), or null.</summary>
    public async Task<PostgresPrograms?> FindAsync(int? major, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(cacheFolder))
        {
            return null;
        }

        var found = await Task.WhenAll(Directory.EnumerateDirectories(cacheFolder, "postgres-*")
            .Select(folder => PostgresPrograms.ExamineAsync(Path.Combine(folder, "bin"), cancellationToken)));
        return InstalledPrograms.NewestFirst(found.OfType<PostgresPrograms>()).FirstOrDefault(programs => major is null || programs.Major == major);
    }

    /// <summary>Downloads the newest programs of <paramref name="major"/>.</summary>
    /// <exception cref="StartRefusedException">There is no network, or nothing for this platform.</exception>
    public async Task<PostgresPrograms> DownloadAsync(int major, CancellationToken cancellationToken)
    {
        narrator.Progress($"No PostgreSQL is installed here: downloading PostgreSQL {major} (about 15 MB) from Maven Central into {cacheFolder} …");
        try
        {
            Directory.CreateDirectory(cacheFolder);
            using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
            using var http = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(10) };
            var server = new PgServer(new PgServerOptions
            {
                PgVersion = major.ToString(CultureInfo.InvariantCulture),
                BinariesDir = cacheFolder,
                DbDir = cacheFolder,
                DownloadRetryCount = 1,
                HttpClient = http,
            });
            await server.InstallAsync(cancellationToken);
            var programs = await PostgresPrograms.ExamineAsync(Path.Combine(server.InstallDir, "bin"), cancellationToken)
                ?? throw Refuse(major, "the downloaded programs do not run here");
            narrator.Progress($"Downloaded PostgreSQL {programs.Version}.");
            return programs;
        }
        catch (Exception exception) when (exception is PostgresEmbedException or HttpRequestException or IOException or UnauthorizedAccessException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Refuse(major, exception.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.'), exception);
        }
    }

    private static StartRefusedException Refuse(int major, string reason, Exception? cause = null) =>
        new($"PostgreSQL is not installed and could not be downloaded ({reason}). Install it ({HowToInstall(major)}), or say where its programs are with --postgres.", cause);

    /// <summary>The command that installs PostgreSQL here.</summary>
    public static string HowToInstall(int major) => true switch
    {
        _ when OperatingSystem.IsMacOS() => $"brew install postgresql@{major}",
        _ when OperatingSystem.IsWindows() => $"winget install PostgreSQL.PostgreSQL.{major}",
        _ => "for example: apt install postgresql, or dnf install postgresql-server",
    };
}
