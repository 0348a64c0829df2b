using System.Globalization;

namespace Quilt.Standalone.DataFolders;

/// <summary>Holds a data folder for one process. The system lets go of it when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _pidFile;

    private FolderLock(FileStream file, string pidFile)
    {
        _file = file;
        _pidFile = pidFile;
    }

    /// <summary>Whether the folder has ever been taken.</summary>
    public static bool Exists(string folder) => File.Exists(LockFile(folder));

    /// <summary>Takes the folder, or gives null when another process holds it.</summary>
    public static FolderLock? TryTake(string folder)
    {
        FileStream file;
        try
        {
            file = new FileStream(LockFile(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }

        // A locked file cannot be read by others on every system, so the process id goes into one of its own.
        var pidFile = PidFile(folder);
        File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new FolderLock(file, pidFile);
    }

    /// <summary>Takes the folder.</summary>
    /// <exception cref="StartRefusedException">Another process holds it.</exception>
    public static FolderLock Take(string folder)
    {
        if (TryTake(folder) is { } taken)
        {
            return taken;
        }

        var pid = File.Exists(PidFile(folder)) ? File.ReadAllText(PidFile(folder)) : "unknown";
        throw new StartRefusedException($"Quilt is already running on {folder} (process {pid}). Stop it first, or choose another folder with --data.");
    }

    public void Dispose()
    {
        File.Delete(_pidFile);
        _file.Dispose();
    }

    private static string LockFile(string folder) => Path.Combine(folder, "quilt.lock");

    private static string PidFile(string folder) => Path.Combine(folder, "quilt.pid");

    /// <summary>Sharing violation on Windows, EWOULDBLOCK (11 on Linux, 35 on macOS) elsewhere.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
