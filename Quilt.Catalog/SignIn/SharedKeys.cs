using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Quilt.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// The keys that encrypt session cookies: in Redis, where every replica finds them; without Redis in a folder, where the
/// next start does.
/// </summary>
internal static class SharedKeys
{
    private const string FolderKey = "Quilt:DataProtection:Folder";

    public static void AddSharedKeys(this WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("Quilt.Catalog");
        if (builder.AddQuiltRedis())
        {
            builder.Services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>((options, redis) =>
                options.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), "quilt:catalog:keys"));
        }
        else if (builder.Configuration[FolderKey] is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
    }
}
