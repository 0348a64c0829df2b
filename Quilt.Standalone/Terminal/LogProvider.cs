using System.Globalization;

namespace Quilt.Standalone.Terminal;

/// <summary>
/// The logs of all four services: everything to one file, and what a person should know (warnings and worse) to the
/// terminal as one line, without the stack trace that the file holds. What goes to the file is configured under
/// <c>Logging</c>, or for it alone under <c>Logging:File</c>.
/// </summary>
[ProviderAlias("File")]
internal sealed class LogProvider(string service, RollingFile file, Narrator narrator, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    public void Dispose()
    {
        // The file is shared by the services and closed by who opened it.
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var moment = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        file.Write($"{moment} {Name(level)} {service} {category}: {message}{(exception is null ? "" : Environment.NewLine + exception)}");
        if (level >= LogLevel.Warning)
        {
            narrator.Warn($"{Name(level)}: {service}: {message}{Cause(exception)}");
        }
    }

    private static string Cause(Exception? exception) => exception is null ? "" : $" ({exception.GetBaseException().Message.ReplaceLineEndings(" ")})";

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    private sealed class Log(LogProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel < LogLevel.None;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
