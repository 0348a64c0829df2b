using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Quilt.Api.OpenApi;

/// <summary>The OpenAPI document, made once: it depends on nothing but the code.</summary>
internal sealed class RegistryDocument([FromKeyedServices(RegistryDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";

    private readonly Lock _lock = new();
    private Task<byte[]>? _json;

    /// <summary>Tells one version of the document from another. There is one once the document is made.</summary>
    public EntityTagHeaderValue? Tag { get; private set; }

    /// <summary>The document as JSON.</summary>
    public Task<byte[]> JsonAsync()
    {
        lock (_lock)
        {
            return _json ??= MakeAsync();
        }
    }

    private async Task<byte[]> MakeAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync();
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        var json = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n") + "\n");
        Tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..16]}\"");
        return json;
    }
}
