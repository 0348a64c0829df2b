using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Quilt.Catalog;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>The addresses that the catalog answers, as it declares them.</summary>
internal static class CatalogRoutes
{
    /// <summary>Those of pages.</summary>
    public static async Task<IReadOnlyList<string>> PagesAsync()
    {
        // Built, but not started: nothing behind it is asked.
        await using var app = CatalogApplication.Build([], builder => builder.Configuration.AddInMemoryCollection(
            [new("Quilt:ServiceClients:catalog:Secret", "not used"), new("services:api:http:0", "http://localhost:1"), new("services:auth:http:0", "http://localhost:1")]));
        return [.. ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }
}
