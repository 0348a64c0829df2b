namespace Quilt.Tests.Stack;

/// <summary>A test of the running stack, which needs a Redis server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StackFactAttribute : FactAttribute
{
    public StackFactAttribute()
    {
        if (!CanRun)
        {
            Skip = "redis-server is not installed (Debian: apt-get install redis-server).";
        }
    }

    /// <summary>Whether the stack can be started here; CI has to.</summary>
    internal static bool CanRun { get; } =
        Environment.GetEnvironmentVariable("CI") is not (null or "")
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server")));
}
