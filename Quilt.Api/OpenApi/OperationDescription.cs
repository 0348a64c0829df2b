using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Quilt.Api.Callers;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.OpenApi;

/// <summary>Tells of each operation what holds for all of its kind: parameters, who may call it, and the errors that come with that.</summary>
internal static class OperationDescription
{
    private const string Json = "application/json";

    public static async Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        ParameterDescription.Apply(operation, context.Description, document);
        DescribeBody(operation, metadata, document);
        DescribeAnswer(operation, metadata, document);
        await DescribeErrorsAsync(operation, metadata, context, cancellationToken);
        operation.Security = SecurityOf(metadata, document);
    }

    private static CallerRequirement RequirementOf(IEnumerable<object> metadata) =>
        metadata.OfType<CallerRequirementMetadata>().LastOrDefault()?.Requirement
            ?? throw new InvalidOperationException("An endpoint does not say who may call it.");

    private static void DescribeBody(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        if (operation.RequestBody is not OpenApiRequestBody body)
        {
            return;
        }

        body.Required = true;
        if (!body.Content!.TryGetValue(Json, out var content))
        {
            return;
        }

        body.Description = "May be compressed: `Content-Encoding: gzip`.";
        if (metadata.OfType<WrittenBody>().LastOrDefault() is { } written)
        {
            content.Schema = written.Schema.In(document);
        }
        else if (metadata.OfType<BodyExample>().LastOrDefault() is { } example)
        {
            content.Example = JsonNode.Parse(example.Json);
        }
    }

    private static void DescribeAnswer(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        operation.Responses ??= [];
        if (metadata.OfType<WrittenAnswer>().LastOrDefault() is not { } written)
        {
            return;
        }

        var schema = written.Schema.In(document);
        var typed = operation.Responses.TryGetValue("200", out var ok) && ok.Content?.TryGetValue(Json, out var content) == true ? content.Schema : null;
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = "OK",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new() { Schema = typed is null ? schema : new OpenApiSchema { OneOf = [typed, schema] } },
            },
        };
    }

    private static async Task DescribeErrorsAsync(
        OpenApiOperation operation, IList<object> metadata, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var message = await context.GetOrCreateSchemaAsync(typeof(ErrorMessage), null, cancellationToken);
        if (document.Components?.Schemas?.ContainsKey(nameof(ErrorMessage)) != true)
        {
            document.AddComponent(nameof(ErrorMessage), message);
        }

        var statuses = operation.Responses!.Keys.Select(key => int.Parse(key, CultureInfo.InvariantCulture)).ToLookup(status => status < 400);
        var responses = new OpenApiResponses();
        foreach (var status in statuses[true])
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            responses[key] = operation.Responses[key];
        }

        foreach (var status in ErrorStatuses.Of(RequirementOf(metadata), operation).Concat(statuses[false]).Distinct().Order())
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = ErrorResponses.Of(status, document);
        }

        responses["default"] = ErrorResponses.Other(document);
        operation.Responses = responses;
    }

    private static List<OpenApiSecurityRequirement> SecurityOf(IList<object> metadata, OpenApiDocument document)
    {
        var bearer = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDescription.Bearer, document)] = [] };
        return RequirementOf(metadata) switch
        {
            CallerRequirement.Public => [],
            CallerRequirement.DecidedByAuth => metadata.OfType<LoginNeeded>().Any() ? [bearer] : [],
            CallerRequirement.Reader => [new OpenApiSecurityRequirement(), bearer],
            _ => [bearer],
        };
    }
}
