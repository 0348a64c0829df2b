using System.Net.Http.Json;
using Quilt.Tests.Flows;
using Quilt.Tests.ObjectStore;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Moves;

/// <summary>A registry with a real object store, for the tests of a class.</summary>
public sealed class MoveRegistry : IAsyncLifetime
{
    private readonly ObjectStoreServer _objects = new();
    private TestRegistry? _registry;

    internal TestRegistry Registry => _registry!;

    internal ObjectStoreServer Objects => _objects;

    public async Task InitializeAsync()
    {
        await _objects.InitializeAsync();
        _registry = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Registry.DisposeAsync();
        await _objects.DisposeAsync();
    }

    /// <summary>Another replica on the same database and store; with another <paramref name="endpoint"/>, one that does not reach the store.</summary>
    internal Task<TestRegistry> StartAsync(string? endpoint = null) => TestRegistry.StartAsync(_registry?.ConnectionString, new Dictionary<string, string?>
    {
        ["Quilt:Objects:Endpoint"] = endpoint ?? _objects.Url,
        ["Quilt:Objects:AccessKey"] = ObjectStoreServer.AccessKey,
        ["Quilt:Objects:SecretKey"] = ObjectStoreServer.SecretKey,
        ["Quilt:Objects:BulkLookup"] = "true",
        ["Quilt:PublicUrls:Objects"] = _objects.Url,
    });

    /// <summary>Somebody with the Python client.</summary>
    internal PythonClient As(string name) => PythonClient.At(Registry.Address, name, "user:" + name);

    /// <summary>What an administrator's call answers.</summary>
    internal static async Task<HttpResponseMessage> MoveAsync(TestRegistry registry, object body)
    {
        using var root = registry.As("admin:root");
        return await root.PostAsJsonAsync("/api/admin/move_packages", body);
    }

    /// <summary>The names of the packages that were moved.</summary>
    internal async Task<string[]> MoveAsync(string owner, string to, string? package = null)
    {
        var answer = await MoveAsync(Registry, package is null ? new { owner, to } : new { owner, to, package }).JsonAsync();
        return [.. answer.GetProperty("moved").EnumerateArray().Select(name => name.GetString()!)];
    }

    /// <summary>What the registry thinks that packages hold, without what is in the store under their owners.</summary>
    internal async Task<string[]> MissingObjectsAsync(params string[] owners)
    {
        var missing = new List<string>();
        await using var command = Registry.Database.CreateCommand(
            "SELECT DISTINCT 'objs/' || p.owner || '/' || encode(o.hash, 'hex') FROM package_objects o JOIN packages p ON p.id = o.package_id WHERE p.owner = ANY(@owners)");
        command.Parameters.AddWithValue("owners", owners);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var key = reader.GetString(0);
            if ((await Objects.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket, Prefix = key })).KeyCount != 1)
            {
                missing.Add(key);
            }
        }

        return [.. missing];
    }
}
