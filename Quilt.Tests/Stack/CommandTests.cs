using Npgsql;
using Quilt.Stack;
using Quilt.Tests.Auth;
using Quilt.Tests.ObjectStore;
using Quilt.Tests.Postgres;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Stack;

/// <summary>What developers do to their stack from the dashboard.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_user_is_made_who_can_sign_in()
    {
        await using var auth = await AuthHost.StartAsync();

        Assert.Null(await UserCommand.RunAsync(auth.Address, "ada", "correct horse", default));

        Assert.NotEmpty(await auth.LogInAsync("ada", "correct horse"));
    }

    [Fact]
    public async Task A_user_that_cannot_be_made_is_refused_with_the_reason()
    {
        await using var auth = await AuthHost.StartAsync();
        await UserCommand.RunAsync(auth.Address, "ada", "correct horse", default);

        Assert.Contains("taken", await UserCommand.RunAsync(auth.Address, "ada", "correct horse", default), StringComparison.Ordinal);
        Assert.Contains("8", await UserCommand.RunAsync(auth.Address, "bob", "short", default), StringComparison.Ordinal);
        Assert.StartsWith(
            "Sign-in does not answer", await UserCommand.RunAsync(new Uri($"http://127.0.0.1:{FreePorts.Next()}"), "bob", "correct horse", default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_empties_a_database_whoever_is_connected_to_it()
    {
        var connectionString = await (await PostgresServer.Shared).CreateDatabaseAsync() + ";Pooling=false";
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connected = await source.OpenConnectionAsync();
        await using (var command = new NpgsqlCommand("CREATE TABLE something ()", connected))
        {
            await command.ExecuteNonQueryAsync();
        }

        await StackReset.EmptyDatabaseAsync(connectionString, default);

        await using var left = source.CreateCommand("SELECT count(*) FROM pg_tables WHERE tablename = 'something'");
        Assert.Equal(0L, await left.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_reset_makes_a_database_that_is_not_there()
    {
        var existing = new NpgsqlConnectionStringBuilder(await (await PostgresServer.Shared).CreateDatabaseAsync()) { Pooling = false };
        existing.Database += "_new";

        await StackReset.EmptyDatabaseAsync(existing.ConnectionString, default);

        await using var source = NpgsqlDataSource.Create(existing.ConnectionString);
        await using var connected = await source.OpenConnectionAsync();
    }

    [Fact]
    public async Task A_reset_deletes_every_object()
    {
        await using var store = new ObjectStoreServer();
        await store.InitializeAsync();
        for (var number = 0; number < 25; number++)
        {
            await store.S3.PutObjectAsync(new() { BucketName = ObjectStoreServer.Bucket, Key = $"some/object{number}", ContentBody = "x" });
        }

        await StackReset.EmptyBucketAsync(new Uri(store.Url), ObjectStoreServer.AccessKey, ObjectStoreServer.SecretKey, ObjectStoreServer.Bucket, default);
        await StackReset.EmptyBucketAsync(new Uri(store.Url), ObjectStoreServer.AccessKey, ObjectStoreServer.SecretKey, ObjectStoreServer.Bucket, default);

        Assert.Equal(0, (await store.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket })).KeyCount);
    }

    [Fact]
    public async Task A_reset_of_a_store_without_a_bucket_has_nothing_to_do()
    {
        await using var store = new ObjectStoreServer();
        await store.InitializeAsync();

        await StackReset.EmptyBucketAsync(new Uri(store.Url), ObjectStoreServer.AccessKey, ObjectStoreServer.SecretKey, "not-there", default);
    }
}
