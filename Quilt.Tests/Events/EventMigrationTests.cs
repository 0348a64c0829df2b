using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Quilt.Api.Model;
using Quilt.Tests.Postgres;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Events;

public sealed class EventMigrationTests
{
    [Fact]
    public async Task A_registry_from_before_the_audit_keeps_its_events_and_counts_them()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await using (var before = new RegistryDbContext(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql(database).Options))
        {
            await before.GetService<IMigrator>().MigrateAsync("Initial");
            await before.Database.ExecuteSqlAsync($"""
                INSERT INTO events (created_at, type, user_name, package_owner, package_name, extra)
                SELECT timestamptz '2026-01-01' + n * interval '1 hour', type, user_name, 'alice', 'old', NULL
                FROM (VALUES (1, 'alice'), (2, ''), (2, 'bob'), (3, 'bob'), (4, 'alice')) e (type, user_name), generate_series(1, 10) n
                """);
        }

        await using var registry = await TestRegistry.StartAsync(database);
        using var root = registry.As("admin:root");

        var old = (await root.GetAsync("/api/admin/package_summary").JsonAsync()).GetProperty("packages").GetProperty("alice/old");
        Assert.Equal(
            """{"installs":{"count":20,"latest":1767261600},"previews":{"count":10,"latest":1767261600},"pushes":{"count":10,"latest":1767261600},"deletes":{"count":10,"latest":1767261600}}""",
            old.GetRawText());
        Assert.Equal(10L, await registry.SqlAsync("SELECT count FROM user_event_counts WHERE user_name = 'bob' AND type = 2"));
        Assert.Equal(10L, await registry.SqlAsync("SELECT count FROM package_event_counts WHERE user_name = 'alice' AND type = 1"));
        Assert.Equal(20, (await root.GetAsync("/api/audit/alice/").JsonAsync()).GetProperty("events").GetArrayLength());
    }
}
