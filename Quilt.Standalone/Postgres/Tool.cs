using System.ComponentModel;
using System.Diagnostics;

namespace Quilt.Standalone.Postgres;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class Tool
{
    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, ServerAccount? account, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = ChildCommand.ForTool(program, arguments, account) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new ToolResult(-1, $"{program}: {exception.Message}");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new ToolResult(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>How a program ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last lines it said, as one line.</summary>
    public string LastLines => string.Join(" | ", Lines.TakeLast(3));

    /// <summary>The last line it said.</summary>
    public string LastLine => Lines.LastOrDefault($"exit code {ExitCode}");

    private IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
