namespace Quilt.Tests.Auth;

/// <summary>A test in a real browser; says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public static readonly string? Executable =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public ChromiumFactAttribute() => Skip = Executable is null ? "Chromium is not installed (Debian: apt-get install chromium)." : null;
}
