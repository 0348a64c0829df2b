using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Quilt.ServiceDefaults.Look;

/// <summary>
/// The stylesheet, script and icon that the pages of Quilt.Auth and Quilt.Catalog share. They are embedded in this
/// assembly, so that they are there under <c>dotnet run</c>, when published, and inside Standalone alike.
/// </summary>
public static class LookExtensions
{
    private const string ResourcePrefix = "Quilt.ServiceDefaults.Look.Assets.";
    private static readonly FrozenDictionary<string, Asset> Assets = Load();

    /// <summary>The address of an asset with its content hash, so that browsers may keep it for ever.</summary>
    /// <param name="name">The file name, for example <c>quilt.css</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public static string AssetUrl(string name) => $"/assets/{name}?v={Assets[name].Version}";

    /// <summary>Serves the shared assets under <c>/assets</c>, to anybody.</summary>
    public static void MapLook(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/assets/{name}", IResult (string name, HttpContext context) =>
        {
            if (!Assets.TryGetValue(name, out var asset))
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = context.Request.Query["v"] == asset.Version
                ? "public, max-age=31536000, immutable"
                : "public, max-age=60";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Bytes(asset.Content, asset.ContentType);
        }).AllowAnonymous().ExcludeFromDescription();

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(LookExtensions).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[ResourcePrefix.Length..], resource =>
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new Asset(content, ContentTypeOf(resource), Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
            }, StringComparer.Ordinal);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "application/octet-stream",
    };

    private sealed record Asset(byte[] Content, string ContentType, string Version);
}
