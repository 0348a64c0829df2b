namespace Quilt.Api.Objects;

/// <summary>Where the objects are (<c>Quilt:Objects:*</c>).</summary>
/// <param name="Endpoint">The S3 endpoint as this service reaches it.</param>
/// <param name="AccessKey">The access key id.</param>
/// <param name="SecretKey">The secret access key.</param>
/// <param name="Region">The region that signatures name.</param>
/// <param name="Bucket">The bucket of all objects; created at start where it is missing.</param>
/// <param name="RequireUploaded">Whether a push is refused while objects of it are missing in the store.</param>
/// <param name="BulkLookup">Whether the store is Quilt.ObjectStore, which tells in one request which of many objects are missing.</param>
internal sealed record ObjectStoreOptions(Uri Endpoint, string AccessKey, string SecretKey, string Region, string Bucket, bool RequireUploaded, bool BulkLookup)
{
    private const string Section = "Quilt:Objects";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One is missing or malformed; the message names the key.</exception>
    public static ObjectStoreOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var endpoint = Required(section, "Endpoint", "the address of the S3-compatible store, such as https://s3.eu-west-1.amazonaws.com");
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException($"{Section}:Endpoint is '{endpoint}'. It must be an absolute http or https address.");
        }

        return new(
            uri,
            Required(section, "AccessKey", "the access key id of the store"),
            Required(section, "SecretKey", "the secret access key of the store"),
            section["Region"] is { Length: > 0 } region ? region : "us-east-1",
            section["Bucket"] is { Length: > 0 } bucket ? bucket : "quilt",
            section.GetValue("RequireUploaded", true),
            section.GetValue("BulkLookup", false));
    }

    private static string Required(IConfigurationSection section, string key, string meaning) =>
        section[key] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{Section}:{key} is not set. It is {meaning}.");
}
