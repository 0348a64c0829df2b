using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Scalar.AspNetCore;

namespace Quilt.Api.OpenApi;

/// <summary>The contract of this service as an OpenAPI document, and a page to browse it. Both tell nothing private.</summary>
internal static class OpenApiExtensions
{
    public const string DocumentPath = "/openapi/v1.json";

    public static void AddRegistryDocument(this IServiceCollection services)
    {
        // Nothing is serialised by these options: they only tell how the names in the document are spelled.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        services.AddOpenApi(RegistryDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type => IsUntold(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            options.AddSchemaTransformer(WrittenSchemas.ApplyAsync);
            options.AddOperationTransformer(OperationDescription.ApplyAsync);
            options.AddDocumentTransformer(DocumentDescription.ApplyAsync);
        });
        services.AddSingleton<RegistryDocument>();
    }

    public static void MapRegistryDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(DocumentPath, SendAsync).ExcludeFromDescription().AllowCallers(CallerRequirement.Public);
        routes.MapScalarApiReference("/docs", options => options
                .WithTitle("Quilt registry")
                .WithOpenApiRoutePattern(DocumentPath)
                .DisableDefaultFonts()
                .DisableAgent()
                .DisableMcp()
                .DisableTelemetry()
                .HideClientButton()
                .WithDynamicBaseServerUrl()
                .HideDeveloperTools())
            .ExcludeFromDescription().AllowCallers(CallerRequirement.Public);
    }

    /// <summary>Types whose schema is another wherever they are used.</summary>
    private static bool IsUntold(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(RawJson) || plain == typeof(JsonElement));

    private static async Task<IResult> SendAsync(RegistryDocument document) =>
        Results.Bytes(await document.JsonAsync(), "application/json", entityTag: document.Tag);
}
