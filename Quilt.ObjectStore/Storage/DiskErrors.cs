namespace Quilt.ObjectStore.Storage;

/// <summary>Tells apart the ways a disk fails.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;
    private const int QuotaOnLinux = 122;
    private const int QuotaOnMac = 69;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether there was no room left, on the disk or in the account's share of it.</summary>
    public static bool IsFull(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is WindowsHandleDiskFull or WindowsDiskFull
        : exception.HResult == NoSpace || exception.HResult == (OperatingSystem.IsMacOS() ? QuotaOnMac : QuotaOnLinux);
}
