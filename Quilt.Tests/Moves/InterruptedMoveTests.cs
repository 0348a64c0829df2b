using System.Net;
using Amazon.S3.Model;
using Quilt.Tests.Flows;
using Quilt.Tests.ObjectStore;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Moves;

/// <summary>Moves that stop half-way, and pushes that come in between.</summary>
public sealed class InterruptedMoveTests(MoveRegistry scene) : IClassFixture<MoveRegistry>
{
    private readonly string _old = FlowRegistry.NewName("old");
    private readonly string _new = FlowRegistry.NewName("new");

    private TestRegistry Registry => scene.Registry;

    [Fact]
    public async Task A_move_that_finds_no_store_changes_nothing_and_goes_on_when_asked_again()
    {
        var owner = scene.As(_old);
        var content = FlowPackage.Everything(_old);
        foreach (var package in (string[])["a", "b"])
        {
            await owner.PushAsync(package, content);
        }

        // As a process leaves it that died: some objects are copied, one package is moved.
        Assert.Equal(["a"], await scene.MoveAsync(_old, _new, "a"));
        await using (var cut = await scene.StartAsync("http://127.0.0.1:9"))
        {
            Assert.StartsWith("The object store does not answer.", await MoveRegistry.MoveAsync(cut, new { owner = _old, to = _new }).MessageAsync(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        }

        await owner.InstallsAsync(_old, "b", content);
        Assert.Equal(["b"], await scene.MoveAsync(_old, _new));
        await scene.As(_new).InstallsAsync(_new, "a", content);
        await scene.As(_new).InstallsAsync(_new, "b", content);
    }

    [Fact]
    public async Task A_push_that_commits_after_the_copying_is_copied_as_well()
    {
        var owner = scene.As(_old);
        var content = FlowPackage.Of(("a.csv", _old));
        await owner.PushAsync("raced", content);
        var late = FlowPackage.Of(("a.csv", "late " + _old)).ObjectHashes.Single();
        await scene.Objects.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = $"objs/{_old}/{late}", ContentBody = "late " + _old });

        // What a push does to the database, with the move in the middle of it.
        await using var connection = await Registry.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync($"SELECT id FROM packages WHERE owner = '{_old}' FOR UPDATE");
        var move = scene.MoveAsync(_old, _new);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((long)(await Registry.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%owner = $2 FOR UPDATE%'"))! == 0)
        {
            await Task.Delay(20, patience.Token);
        }

        await RunAsync($"INSERT INTO package_objects (package_id, hash, size) SELECT id, decode('{late}', 'hex'), 9 FROM packages WHERE owner = '{_old}'");
        await transaction.CommitAsync();

        Assert.Equal(["raced"], await move);
        Assert.Equal(2L, await Registry.SqlAsync($"SELECT count(*) FROM package_objects o JOIN packages p ON p.id = o.package_id WHERE p.owner = '{_new}'"));
        Assert.Empty(await scene.MissingObjectsAsync(_new));

        async Task RunAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Pushes_during_a_move_lose_nothing_and_leave_no_revision_without_its_objects()
    {
        var owner = scene.As(_old);
        var shared = Enumerable.Range(0, 10).Select(number => ($"s{number}.csv", $"{_old} shared {number}")).ToArray();
        var contents = Enumerable.Range(0, 12).Select(number => FlowPackage.Of([.. shared, ("own.csv", $"{_old} {number}")])).ToArray();
        await owner.PushAsync("busy", contents[0]);
        var pushes = Enumerable.Range(0, 3).Select(async pusher =>
        {
            for (var number = pusher + 1; number < contents.Length; number += 3)
            {
                await owner.UploadAsync("busy", contents[number]);
                await owner.SendGzipAsync(HttpMethod.Put, owner.PathOf("busy", contents[number]), contents[number].Body()).JsonAsync();
            }
        }).ToArray();

        // Each round takes what is there to another new owner, and leaves the name free for the pushes that follow.
        var heirs = Enumerable.Range(0, 4).Select(number => $"{_new}_{number}").ToArray();
        foreach (var heir in heirs)
        {
            await scene.MoveAsync(_old, heir);
        }

        await Task.WhenAll(pushes);

        Assert.Empty(await scene.MissingObjectsAsync([_old, .. heirs]));
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in (string[])[_old, .. heirs])
        {
            foreach (var package in await scene.As(name).Registry.GetPackagesAsync(name))
            {
                foreach (var hash in await scene.As(name).Registry.GetHashesAsync(name, package.Name))
                {
                    kept.Add(hash);
                    var install = await scene.As(name).Registry.InstallAsync(name, package.Name, hash);
                    foreach (var (key, url) in install.Urls)
                    {
                        Assert.NotEmpty(await ObjectWire.DownloadAsync(url, install.Sizes[key]));
                    }
                }
            }
        }

        Assert.Equal(contents.Select(content => content.Hash).Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_replica_sees_the_new_owner_and_forgets_the_old()
    {
        await using var other = await scene.StartAsync();
        var content = FlowPackage.Of(("a.csv", _old));
        await scene.As(_old).PushAsync("seen", content);
        using var there = other.As(_old);
        using var heir = other.As(_new);
        await EventuallyAsync(there, $"/api/tag/{_old}/seen/latest", HttpStatusCode.OK);
        await EventuallyAsync(heir, $"/api/tag/{_new}/seen/latest", HttpStatusCode.NotFound);

        await scene.MoveAsync(_old, _new);

        await EventuallyAsync(there, $"/api/tag/{_old}/seen/latest", HttpStatusCode.NotFound);
        await EventuallyAsync(heir, $"/api/tag/{_new}/seen/latest", HttpStatusCode.OK);
    }

    private static async Task EventuallyAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var answer = await client.GetAsync(path, limit.Token);
            if (answer.StatusCode == status)
            {
                return;
            }
        }
    }
}
