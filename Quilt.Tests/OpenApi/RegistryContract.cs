using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quilt.Api;
using Quilt.Api.OpenApi;

namespace Quilt.Tests.OpenApi;

/// <summary>
/// What the registry says it offers: the routes that its application maps, and the OpenAPI document it makes of them.
/// The application is built as it is for running, and not run.
/// </summary>
internal static class RegistryContract
{
    /// <summary>Routes that are no part of the protocol: probes of the platform, and the document itself with its page.</summary>
    public static readonly string[] OutsideTheDocument =
        ["/health", "/alive", "GET /openapi/v1.json", "GET /docs/{documentName?}", "GET /docs/scalar.js", "GET /docs/scalar.aspnetcore.js", "GET /docs/favicon.svg"];

    private static readonly Lazy<WebApplication> App = new(Build);
    private static readonly Lazy<string> DocumentText = new(() =>
        System.Text.Encoding.UTF8.GetString(App.Value.Services.GetRequiredService<RegistryDocument>().JsonAsync().GetAwaiter().GetResult()));

    private static readonly Lazy<JsonElement> Parsed = new(() => JsonElement.Parse(DocumentText.Value));

    /// <summary>The OpenAPI document as it is served.</summary>
    public static string Text => DocumentText.Value;

    public static JsonElement Document => Parsed.Value;

    /// <summary>Every mapped endpoint.</summary>
    public static IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)App.Value).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Every mapped route as the document writes it, such as <c>GET /api/tag/{owner}/{package}</c>.</summary>
    public static IReadOnlyList<string> Routes => [.. Endpoints.SelectMany(NamesOf)];

    /// <summary>The operations of the document.</summary>
    public static IReadOnlyList<Operation> Operations =>
        [.. from path in Document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select new Operation(operation.Name.ToUpperInvariant(), path.Name, operation.Value)];

    /// <summary>The names of an endpoint's routes, one for each method.</summary>
    public static IEnumerable<string> NamesOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{**", "{", StringComparison.Ordinal);
        return endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { } methods ? methods.HttpMethods.Select(method => $"{method} {path}") : [path];
    }

    private static WebApplication Build()
    {
        var app = ApiApplication.Build([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:registry"] = "Host=127.0.0.1;Port=9",
            ["services:auth:http:0"] = "http://127.0.0.1:9",
            ["Quilt:ServiceClients:registry:Secret"] = "a secret that nobody checks",
            ["Quilt:Objects:Endpoint"] = "http://127.0.0.1:9",
            ["Quilt:Objects:AccessKey"] = "key",
            ["Quilt:Objects:SecretKey"] = "secret",
            ["Quilt:EnableUserEndpoints"] = "true",
        }));

        // Starting does this; it is what lets the document know the routes.
#pragma warning disable ASP0014
        app.UseEndpoints(_ => { });
#pragma warning restore ASP0014
        return app;
    }
}
