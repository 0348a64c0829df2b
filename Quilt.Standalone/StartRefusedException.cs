namespace Quilt.Standalone;

/// <summary>
/// Standalone cannot start, for a reason that a person can mend. The message is the one sentence they read; whoever
/// catches it stops what already runs and exits non-zero.
/// </summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
