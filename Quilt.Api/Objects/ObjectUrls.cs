using Quilt.Api.Objects.Presigning;
using Quilt.Api.Telemetry;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.Objects;

/// <summary>Makes the presigned addresses under which the sender of a request reaches objects straight in the store.</summary>
internal sealed class ObjectUrls(ObjectStoreOptions options, PublicUrls publicUrls, TimeProvider time)
{
    private readonly Presigner _presigner = new(options.AccessKey, options.SecretKey, options.Region, Presigner.DefaultLifetime);

    /// <summary>What signs addresses that allow <paramref name="verb"/> on objects of <paramref name="owner"/>.</summary>
    public PresignBatch For(HttpRequest request, string owner, HttpMethod verb) =>
        _presigner.For(new Uri(publicUrls.For(request, QuiltService.Objects)), options.Bucket, owner, verb, time.GetUtcNow());

    /// <summary>The address of one object.</summary>
    public string Of(HttpRequest request, string owner, HttpMethod verb, ReadOnlySpan<byte> hash)
    {
        RegistryMeters.Signed(verb, 1);
        using var urls = For(request, owner, verb);
        return urls.UrlOf(hash);
    }

    /// <summary>The address of one object from which a browser saves it as <paramref name="fileName"/>, and never shows it, whatever type it was uploaded with.</summary>
    public string ForDownload(HttpRequest request, string owner, ReadOnlySpan<byte> hash, string fileName) =>
        _presigner.ForDownload(new Uri(publicUrls.For(request, QuiltService.Objects)), options.Bucket, owner, hash, Disposition.Attachment(fileName), time.GetUtcNow());
}
