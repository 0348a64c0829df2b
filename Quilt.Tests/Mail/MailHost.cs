using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quilt.ServiceDefaults;
using Quilt.ServiceDefaults.Mail;

namespace Quilt.Tests.Mail;

/// <summary>A host that can do nothing but send mail, and remembers what it logged.</summary>
internal sealed class MailHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly LogMemory _log;

    private MailHost(IHost host, LogMemory log)
    {
        _host = host;
        _log = log;
    }

    public IMailQueue Queue => _host.Services.GetRequiredService<IMailQueue>();

    public MailOptions Options => _host.Services.GetRequiredService<MailOptions>();

    public string Log => string.Join('\n', _log.Lines);

    public static async Task<MailHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new LogMemory();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Configuration["Quilt:PublicUrls:Catalog"] = "https://data.example.com";
        builder.AddServiceDefaults();
        builder.AddMail();
        var host = builder.Build();
        await host.StartAsync();
        return new MailHost(host, log);
    }

    /// <summary>Waits until something was logged.</summary>
    public async Task LoggedAsync(string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Log.Contains(words, StringComparison.Ordinal))
        {
            await _log.Written.WaitAsync(patience.Token);
        }
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class LogMemory : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public SemaphoreSlim Written { get; } = new(0);

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() => Written.Dispose();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Enqueue(formatter(state, exception) + exception);
            Written.Release();
        }
    }
}
