using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Quilt.Api.Events;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Events;

public sealed class EventRecordingTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    private EventBuffer Buffer => _registry.Services.GetRequiredService<EventBuffer>();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", null)]
    [InlineData("256", "256")]
    [InlineData("257", "256")]
    [InlineData("a pair at the cut", "255")]
    public async Task The_agent_is_cut_where_it_is_long(string given, string? kept)
    {
        var package = "agent" + TestRegistry.HashOf(given)[..8];
        var (agent, expected) = (Make(given), kept is null ? null : Make(kept));
        await _registry.AddPackageAsync("alice", package, "public");
        var hash = await _registry.AddRevisionAsync("alice", package, package);

        // By hand: the client library would not send some of these.
        using var socket = new TcpClient(_registry.Address.Host, _registry.Address.Port);
        var stream = socket.GetStream();
        var header = agent.Length == 0 ? "" : $"User-Agent: {agent}\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET /api/package_preview/alice/{package}/{hash} HTTP/1.1\r\nHost: localhost\r\n{header}Connection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 200", await new StreamReader(stream).ReadToEndAsync(), StringComparison.Ordinal);
        await Buffer.FlushAsync(default);

        Assert.Equal((object?)expected ?? DBNull.Value, await _registry.SqlAsync($"SELECT agent FROM events WHERE package_name = '{package}'"));
        Assert.Equal("127.0.0.1", await _registry.SqlAsync($"SELECT host(address) FROM events WHERE package_name = '{package}'"));

        static string Make(string text) => text switch
        {
            "a pair at the cut" => new string('x', 255) + "😀",
            _ when int.TryParse(text, out var length) => new string('x', length),
            _ => text,
        };
    }

    [Fact]
    public async Task Counts_stay_in_step_with_events_whatever_happens_at_once()
    {
        await _registry.AddPackageAsync("counter", "counted", "public");
        var hash = await _registry.AddRevisionAsync("counter", "counted", "counted");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            using var client = _registry.As(number % 2 == 0 ? null : $"user{number}");
            for (var i = 0; i < 25; i++)
            {
                await client.GetAsync($"/api/package_preview/counter/counted/{hash}").JsonAsync();
                await Buffer.FlushAsync(default);
            }
        }));
        for (var round = 0; round < 3; round++)
        {
            using var owner = _registry.As("counter");
            await owner.DeleteAsync("/api/package/counter/counted/").IsDoneAsync();
            await _registry.AddPackageAsync("counter", "counted", "public");
        }

        Assert.Equal(200L, await _registry.SqlAsync("SELECT count FROM package_event_counts WHERE package_owner = 'counter' AND package_name = 'counted' AND type = 3 AND user_name = ''"));
        Assert.Equal(3L, await _registry.SqlAsync("SELECT count FROM package_event_counts WHERE package_owner = 'counter' AND package_name = 'counted' AND type = 4 AND user_name = 'counter'"));
        Assert.Equal(25L, await _registry.SqlAsync("SELECT count FROM user_event_counts WHERE user_name = 'user1' AND type = 3"));
        Assert.Equal(0L, await _registry.SqlAsync("""
            SELECT count(*) FROM (SELECT package_owner, package_name, type, CASE WHEN type IN (1, 4) THEN user_name ELSE '' END AS user_name, count(*) AS count, max(created_at) AS latest
                                  FROM events WHERE type <= 4 GROUP BY 1, 2, 3, 4) e
            FULL JOIN package_event_counts c USING (package_owner, package_name, type, user_name)
            WHERE e.count IS DISTINCT FROM c.count OR e.latest IS DISTINCT FROM c.latest
            """));
        Assert.Equal(0L, await _registry.SqlAsync("""
            SELECT count(*) FROM (SELECT user_name, type, count(*) AS count FROM events WHERE type IN (2, 3) GROUP BY 1, 2) e
            FULL JOIN user_event_counts c USING (user_name, type) WHERE e.count IS DISTINCT FROM c.count
            """));
    }
}
