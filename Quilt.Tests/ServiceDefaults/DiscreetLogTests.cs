using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quilt.ServiceDefaults;
using Quilt.Tests.Auth.External;

namespace Quilt.Tests.ServiceDefaults;

/// <summary>What frameworks tell in detail is in no log, however much somebody wants to see.</summary>
public sealed class DiscreetLogTests
{
    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Logging:LogLevel:OpenIddict.Server.OpenIddictServerDispatcher")]
    [InlineData("Logging:Quilt.Tests.Auth.External.LogMemory:LogLevel:Default")]
    [InlineData("Logging:Quilt.Tests.Auth.External.LogMemory:LogLevel:OpenIddict.Server")]
    public async Task No_setting_makes_frameworks_talk(string key)
    {
        using var memory = new LogMemory();
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Api", [], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [key] = "Trace" });
            builder.Logging.ClearProviders().AddProvider(memory);
        });
        await using var app = builder.Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        foreach (var category in (string[])["OpenIddict.Server.OpenIddictServerDispatcher", "Microsoft.AspNetCore.Hosting.Diagnostics", "System.Net.Http.HttpClient.auth.LogicalHandler", "Npgsql.Command"])
        {
            Assert.Equal([LogLevel.Warning, LogLevel.Error, LogLevel.Critical], LevelsOf(category));
        }

        Assert.Contains(LogLevel.Information, LevelsOf("Quilt.Api.Moves.PackageMoves"));
        Assert.Contains(LogLevel.Information, LevelsOf("OpenIddictive"));
        Assert.Equal(key.EndsWith("Default", StringComparison.Ordinal), LevelsOf("Quilt.Api.Moves.PackageMoves").Contains(LogLevel.Trace));

        IEnumerable<LogLevel> LevelsOf(string category) =>
            Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None && loggers.CreateLogger(category).IsEnabled(level));
    }
}
