using System.Globalization;
using System.Text.RegularExpressions;

namespace Quilt.Standalone.Postgres;

/// <summary>A folder with PostgreSQL's programs.</summary>
/// <param name="Folder">The folder of <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>.</param>
/// <param name="Version">Their version.</param>
internal sealed partial record PostgresPrograms(string Folder, Version Version)
{
    /// <summary>The oldest major version that the services are tried with.</summary>
    public const int OldestMajor = 14;

    private static readonly string[] Needed = ["postgres", "initdb", "pg_ctl"];

    /// <summary>The major version: clusters of another cannot be opened.</summary>
    public int Major => Version.Major;

    /// <summary>The full path of one program.</summary>
    public string Program(string name) => ProgramIn(Folder, name);

    /// <summary>Asks the programs in <paramref name="folder"/> for their version; null when they are not all there or do not run.</summary>
    public static async Task<PostgresPrograms?> ExamineAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Needed.All(name => File.Exists(ProgramIn(folder, name))))
        {
            return null;
        }

        var result = await Tool.RunAsync(ProgramIn(folder, "postgres"), ["--version"], account: null, cancellationToken);
        return result.Succeeded && ParseVersion(result.Output) is { } version ? new PostgresPrograms(folder, version) : null;
    }

    /// <summary>The version in <c>postgres (PostgreSQL) 16.4 (Debian 16.4-1)</c>; a beta counts as its number.</summary>
    internal static Version? ParseVersion(string output)
    {
        var match = VersionPattern().Match(output);
        return match.Success
            ? new Version(
                int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture),
                match.Groups["minor"].Success ? int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture) : 0)
            : null;
    }

    private static string ProgramIn(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d{1,4})(\.(?<minor>\d{1,4}))?")]
    private static partial Regex VersionPattern();
}
