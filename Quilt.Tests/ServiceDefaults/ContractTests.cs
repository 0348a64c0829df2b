using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Quilt.Api.Model;
using Quilt.ServiceDefaults;
using Quilt.ServiceDefaults.Database;
using Quilt.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Quilt.Tests.ServiceDefaults;

/// <summary>Services are configured as with Aspire's client integrations: the same keys in the same order, the same names.</summary>
public sealed class ContractTests
{
    private const string Database = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";
    private const string Redis = "Aspire:StackExchange:Redis";

    [Fact]
    public async Task Health_checks_have_the_names_of_Aspires()
    {
        await using var app = Build(("ConnectionStrings:registry", "Host=db"), ("ConnectionStrings:redis", "cache:6379"));

        Assert.Equal(["self", "RegistryDbContext", "StackExchange.Redis"], ChecksOf(app).Select(check => check.Name));
        Assert.Equal(HealthStatus.Degraded, ChecksOf(app).Last().FailureStatus);
    }

    [Theory]
    [InlineData(Database + ":DisableHealthChecks", "RegistryDbContext")]
    [InlineData(Database + ":registry:DisableHealthChecks", "RegistryDbContext")]
    [InlineData(Database + ":RegistryDbContext:DisableHealthChecks", "RegistryDbContext")]
    [InlineData(Redis + ":DisableHealthChecks", "StackExchange.Redis")]
    [InlineData(Redis + ":redis:DisableHealthChecks", "StackExchange.Redis")]
    public async Task Health_checks_can_be_switched_off(string key, string check)
    {
        await using var app = Build(("ConnectionStrings:registry", "Host=db"), ("ConnectionStrings:redis", "cache:6379"), (key, "true"));

        Assert.DoesNotContain(ChecksOf(app), registration => registration.Name == check);
    }

    [Fact]
    public async Task The_connection_string_by_name_wins_over_the_sections_and_the_narrower_section_over_the_wider()
    {
        await using var wide = Build((Database + ":ConnectionString", "Host=wide"), (Redis + ":ConnectionString", "wide:1"));
        await using var narrow = Build(
            (Database + ":ConnectionString", "Host=wide"), (Database + ":registry:ConnectionString", "Host=narrow"),
            (Redis + ":ConnectionString", "wide:1"), (Redis + ":redis:ConnectionString", "narrow:1"));
        await using var named = Build((Database + ":registry:ConnectionString", "Host=narrow"), ("ConnectionStrings:registry", "Host=named"));

        Assert.Equal("wide", HostOf(wide));
        Assert.Equal("narrow", HostOf(narrow));
        Assert.Equal("named", HostOf(named));
        Assert.True(wide.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IConnectionMultiplexer)));
        Assert.False(named.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IConnectionMultiplexer)));
    }

    [Fact]
    public async Task Without_a_connection_string_the_key_is_named()
    {
        await using var app = Build();

        var refused = Assert.Throws<InvalidOperationException>(() => app.Services.GetRequiredService<NpgsqlDataSource>());

        Assert.Contains("ConnectionStrings:registry", refused.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddServiceDefaults();
        builder.AddQuiltDatabase<RegistryDbContext>("registry");
        builder.AddQuiltRedis();
        return builder.Build();
    }

    private static ICollection<HealthCheckRegistration> ChecksOf(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;

    private static string? HostOf(WebApplication app) =>
        new NpgsqlConnectionStringBuilder(app.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString).Host;
}
