using System.Diagnostics;
using System.Globalization;

namespace Quilt.Tests.Standalone;

/// <summary>Signals to processes, as a person sends them with <c>kill</c>.</summary>
internal static class ProcessSignals
{
    public static async Task SendAsync(int processId, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Whether a process still runs; one that ended and waits for its parent does not.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
