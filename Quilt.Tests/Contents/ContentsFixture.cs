using Quilt.Client;
using Quilt.Tests.Flows;
using Quilt.Tests.ObjectStore;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Contents;

/// <summary>A registry with an object store, for the tests of a class. Users are what their tokens say.</summary>
public sealed class ContentsFixture : IAsyncLifetime
{
    private readonly ObjectStoreServer _objects = new();
    private TestRegistry? _registry;

    internal TestRegistry Registry => _registry!;

    internal ObjectStoreServer Objects => _objects;

    public async Task InitializeAsync()
    {
        await _objects.InitializeAsync();
        _registry = await TestRegistry.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Quilt:Objects:Endpoint"] = _objects.Url,
            ["Quilt:Objects:AccessKey"] = ObjectStoreServer.AccessKey,
            ["Quilt:Objects:SecretKey"] = ObjectStoreServer.SecretKey,
            ["Quilt:Objects:BulkLookup"] = "true",
            ["Quilt:PublicUrls:Objects"] = _objects.Url,
            ["Quilt:AllowTeamAccess"] = "true",
        });
    }

    public async Task DisposeAsync()
    {
        await Registry.DisposeAsync();
        await _objects.DisposeAsync();
    }

    /// <summary>The typed client of a user; null for an anonymous one.</summary>
    internal QuiltRegistryClient As(string? user) => new(Registry.As(user));

    /// <summary>Pushes a package with its objects and makes it the latest.</summary>
    internal async Task PushAsync(string owner, string name, FlowPackage content, bool isPublic = false, bool compress = false, bool tag = true)
    {
        var client = As(owner);
        var plan = await client.DryRunPushAsync(owner, name, content.Hash, content.ToPush());
        await new PackageTransfer(_objects.Http).UploadAsync(plan, content.Objects, compress);
        await client.PushAsync(owner, name, content.Hash, content.ToPush(isPublic));
        if (tag)
        {
            await client.SetTagAsync(owner, name, "latest", content.Hash);
        }
    }

    /// <summary>Takes an object out of the store, as if it had never been uploaded.</summary>
    internal Task LoseAsync(string owner, string hash) => _objects.S3.DeleteObjectAsync(ObjectStoreServer.Bucket, $"objs/{owner}/{hash}");
}
