using Spectre.Console;

namespace Quilt.Standalone.Terminal;

/// <summary>Says to the person at the terminal what happens. Plain text when the output goes to a file or a pipe.</summary>
internal sealed class Narrator
{
    private static readonly TimeSpan LongEnoughToTell = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IAnsiConsole? _terminal;
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private Narrator(IAnsiConsole? terminal, TextWriter output, TextWriter error)
    {
        _terminal = terminal;
        _output = output;
        _error = error;
    }

    /// <summary>Speaks to this process's terminal, or to where its output is redirected.</summary>
    public static Narrator ForProcess()
    {
        if (Console.IsOutputRedirected)
        {
            return Plain(Console.Out, Console.Error);
        }

        var terminal = AnsiConsole.Console;
        // The terminal wraps by itself; a wrap of ours would cut addresses and paths in two.
        terminal.Profile.Width = 10_000;
        return new Narrator(terminal, Console.Out, Console.Error);
    }

    /// <summary>Speaks plain text to the given writers.</summary>
    public static Narrator Plain(TextWriter output, TextWriter error) => new(null, output, error);

    /// <summary>Says one line.</summary>
    public void Say(string line = "") => Write(_output, line, Style.Plain);

    /// <summary>Says one line that stands out.</summary>
    public void Emphasise(string line) => Write(_output, line, new Style(decoration: Decoration.Bold));

    /// <summary>Says what goes on, in the background of other lines.</summary>
    public void Progress(string line) => Write(_output, line, new Style(foreground: Color.Grey));

    /// <summary>Warns.</summary>
    public void Warn(string line) => Write(_error, line, new Style(foreground: Color.Yellow));

    /// <summary>Says why the program ends.</summary>
    public void Fail(string line) => Write(_error, line, new Style(foreground: Color.Red));

    /// <summary>Does <paramref name="work"/> and says <paramref name="line"/> when it takes long enough for a person to wonder.</summary>
    public async Task<T> WhileAsync<T>(string line, Task<T> work)
    {
        if (await Task.WhenAny(work, Task.Delay(LongEnoughToTell)) != work)
        {
            Progress(line);
        }

        return await work;
    }

    private void Write(TextWriter writer, string line, Style style)
    {
        lock (_lock)
        {
            if (_terminal is not null && (writer == _output || !Console.IsErrorRedirected))
            {
                _terminal.Write(new Text(line + Environment.NewLine, style));
                return;
            }

            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
