using System.Diagnostics;
using System.Globalization;

namespace Quilt.Benchmarks.Load;

/// <summary>The CPU time that server processes have used; on Linux with that of their children, such as the database's.</summary>
internal sealed class ServerCpu(int[] processes)
{
    // USER_HZ, which /proc counts in, is 100 on every Linux that .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public bool IsKnown => processes.Length > 0;

    public TimeSpan Total()
    {
        var total = TimeSpan.Zero;
        if (!OperatingSystem.IsLinux())
        {
            foreach (var id in processes)
            {
                using var process = Process.GetProcessById(id);
                total += process.TotalProcessorTime;
            }

            return total;
        }

        var all = Directory.EnumerateDirectories("/proc").Select(Read).OfType<Stat>().ToDictionary(stat => stat.Id);
        foreach (var stat in all.Values.Where(stat => IsServer(stat, all)))
        {
            total += stat.Used;
        }

        return total;
    }

    private bool IsServer(Stat stat, Dictionary<int, Stat> all)
    {
        while (!processes.Contains(stat.Id))
        {
            if (!all.TryGetValue(stat.Parent, out var parent))
            {
                return false;
            }

            stat = parent;
        }

        return true;
    }

    // PID (NAME) STATE PPID … UTIME and STIME are the fields 14 and 15; the name may hold spaces and brackets.
    private static Stat? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return new(id, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks * Tick);
        }
        catch (IOException)
        {
            // The process ended since the folder was listed.
            return null;
        }
    }

    private sealed record Stat(int Id, int Parent, TimeSpan Used);
}
