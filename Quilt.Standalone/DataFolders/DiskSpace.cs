namespace Quilt.Standalone.DataFolders;

/// <summary>Whether there is room for what Standalone writes at start.</summary>
internal static class DiskSpace
{
    /// <summary>Room for a fresh cluster, its first write-ahead log and some objects.</summary>
    private const long NeededBytes = 128L * 1024 * 1024;

    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>Refuses to start on a disk that is as good as full: PostgreSQL would stop half-way with something less clear.</summary>
    public static void Check(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < NeededBytes)
        {
            throw Refuse(folder);
        }
    }

    /// <summary>Whether <paramref name="exception"/> says that the disk is full.</summary>
    public static bool IsFull(Exception exception) => exception.HResult is NoSpaceOnUnix or NoSpaceOnWindows;

    /// <summary>Whether PostgreSQL's output says that the disk is full.</summary>
    public static bool IsFull(string output) => output.Contains("No space left on device", StringComparison.OrdinalIgnoreCase);

    public static StartRefusedException Refuse(string folder) =>
        new($"The disk that holds {folder} is full: at least {NeededBytes / 1024 / 1024} MiB must be free. Free some space or choose a folder on another disk with --data.");
}
