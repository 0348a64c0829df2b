using System.Net;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Packages;

/// <summary>Two replicas on one database tell each other what changed.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task What_one_replica_changes_the_other_sees()
    {
        await using var one = await TestRegistry.StartAsync();
        await using var two = await TestRegistry.StartAsync(one.ConnectionString);
        await one.AddPackageAsync("alice", "twins");
        var first = await one.AddRevisionAsync("alice", "twins", "twins1");
        var second = await one.AddRevisionAsync("alice", "twins", "twins2");
        using var here = one.As("alice");
        using var there = two.As("alice");
        using var stranger = two.As(null);

        foreach (var hash in (string[])[first, second, first])
        {
            await here.PutHashAsync("/api/tag/alice/twins/latest", hash).IsDoneAsync();
            Assert.Equal(hash, (await here.GetAsync("/api/tag/alice/twins/latest").JsonAsync()).GetProperty("hash").GetString());
            await EventuallyAsync(there, "/api/tag/alice/twins/latest", (status, body) =>
                status == HttpStatusCode.OK && body.GetProperty("hash").GetString() == hash);
        }

        await here.PutAsync("/api/access/alice/twins/public", null).IsDoneAsync();
        await EventuallyAsync(stranger, "/api/log/alice/twins/", (status, _) => status == HttpStatusCode.OK);
        await here.DeleteAsync("/api/access/alice/twins/public").IsDoneAsync();
        await EventuallyAsync(stranger, "/api/log/alice/twins/", (status, _) => status == HttpStatusCode.NotFound);
        await here.DeleteAsync("/api/package/alice/twins/").IsDoneAsync();
        await EventuallyAsync(there, "/api/log/alice/twins/", (status, _) => status == HttpStatusCode.NotFound);
    }

    /// <summary>Asks again until the answer is right; the limit only ends a test that failed.</summary>
    private static async Task EventuallyAsync(HttpClient client, string path, Func<HttpStatusCode, JsonElement, bool> isRight)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var response = await client.GetAsync(path, limit.Token);
            var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(limit.Token));
            if (isRight(response.StatusCode, body))
            {
                return;
            }
        }
    }
}
