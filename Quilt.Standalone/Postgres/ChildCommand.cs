using System.Diagnostics;

namespace Quilt.Standalone.Postgres;

/// <summary>How PostgreSQL's programs are started: under which account, in which session, with which environment.</summary>
internal static class ChildCommand
{
    private static readonly string[] KeptVariables = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR"];

    /// <summary>A program that runs to its end.</summary>
    public static ProcessStartInfo ForTool(string program, IEnumerable<string> arguments, ServerAccount? account) =>
        Create([.. Drop(account), program, .. arguments]);

    /// <summary>
    /// The server: in a session of its own, so that Ctrl-C in the terminal reaches only us, and where the system can do
    /// it, asked to stop when we are killed.
    /// </summary>
    public static ProcessStartInfo ForServer(string program, IEnumerable<string> arguments, ServerAccount? account)
    {
        var start = Create([.. OwnSession(), .. Drop(account, ParentDeathSignal()), program, .. arguments]);
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        return start;
    }

    private static IEnumerable<string> OwnSession()
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        if (FindProgram("setsid") is { } setsid)
        {
            return [setsid];
        }

        // macOS has no setsid program, but Perl.
        return FindProgram("perl") is { } perl ? [perl, "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or die $!", "--"] : [];
    }

    private static IEnumerable<string> Drop(ServerAccount? account, params string[] setprivOptions)
    {
        var setpriv = OperatingSystem.IsWindows() ? null : FindProgram("setpriv");
        if (account is null)
        {
            return setpriv is not null && setprivOptions.Length > 0 ? [setpriv, .. setprivOptions, "--"] : [];
        }

        if (setpriv is not null && SetprivIsComplete(setpriv))
        {
            return [setpriv, $"--reuid={account.UserId}", $"--regid={account.GroupId}", "--clear-groups", .. setprivOptions, "--"];
        }

        if ((FindProgram("su-exec") ?? FindProgram("gosu")) is { } exec)
        {
            return [exec, $"{account.UserId}:{account.GroupId}"];
        }

        if (FindProgram("runuser") is { } runuser)
        {
            return [runuser, "-u", account.Name, "--"];
        }

        return FindProgram("su") is { } su
            ? [su, "-s", "/bin/sh", account.Name, "-c", "exec \"$0\" \"$@\"", "--"]
            : throw new StartRefusedException("PostgreSQL does not run as root, and none of setpriv, runuser and su is there to run it under another account. Start Quilt as an ordinary user.");
    }

    /// <summary>SIGINT is PostgreSQL's fast shutdown: clean, without waiting for clients.</summary>
    private static string[] ParentDeathSignal() =>
        FindProgram("setpriv") is { } setpriv && SetprivIsComplete(setpriv) ? ["--pdeathsig=INT"] : [];

    /// <summary>BusyBox has a setpriv that can do neither of the things it is needed for; it is a link to busybox.</summary>
    private static bool SetprivIsComplete(string setpriv) =>
        !(File.ResolveLinkTarget(setpriv, returnFinalTarget: true)?.Name ?? "").Contains("busybox", StringComparison.Ordinal);

    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static ProcessStartInfo Create(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        if (OperatingSystem.IsWindows())
        {
            return start;
        }

        // Our own folder may be closed to the other account; and our environment holds what is none of its business
        // (QUILT_ADMIN_PASSWORD) or would mislead it (PGDATA, PGPORT).
        start.WorkingDirectory = "/";
        var kept = KeptVariables.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(entry => entry.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
