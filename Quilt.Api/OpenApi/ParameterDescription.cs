using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace Quilt.Api.OpenApi;

/// <summary>The parameters of an operation: those of the path from its route, those of the query from what the endpoint says.</summary>
internal static class ParameterDescription
{
    public static void Apply(OpenApiOperation operation, ApiDescription api, OpenApiDocument document)
    {
        var parameters = new List<IOpenApiParameter>();
        foreach (var name in NamesOf(api.RelativePath!))
        {
            var (description, schema) = PathParameters.Of(name);
            parameters.Add(Parameter(name, ParameterLocation.Path, description, WrittenSchema.Parse(schema, document)));
        }

        foreach (var query in api.ActionDescriptor.EndpointMetadata.OfType<QueryParameter>())
        {
            parameters.Add(Parameter(query.Name, ParameterLocation.Query, query.Description, WrittenSchema.Parse(query.Schema, document)));
        }

        var others = operation.Parameters?.Where(parameter => !parameters.Exists(known => known.Name == parameter.Name && known.In == parameter.In));
        operation.Parameters = [.. parameters, .. others ?? []];
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string description, OpenApiSchema schema) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = description,
        Schema = schema,
    };

    /// <summary>A catch-all parameter is written with stars in a route.</summary>
    private static IEnumerable<string> NamesOf(string path) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}', '*'));
}
