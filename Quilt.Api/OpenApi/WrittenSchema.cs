using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Quilt.Api.OpenApi;

/// <summary>The schema of JSON that is read or written by hand, so that no type tells it. It stands next to its route.</summary>
/// <param name="Name">The name in the document's components.</param>
/// <param name="Json">The schema.</param>
/// <param name="Uses">Other written schemas that this one refers to.</param>
internal sealed record WrittenSchema(string Name, string Json, params IReadOnlyList<WrittenSchema> Uses)
{
    /// <summary>A reference to this schema, which is put into the document's components.</summary>
    public OpenApiSchemaReference In(OpenApiDocument document)
    {
        foreach (var used in Uses)
        {
            used.In(document);
        }

        if (document.Components?.Schemas?.ContainsKey(Name) != true)
        {
            document.AddComponent(Name, Parse(Json, document));
        }

        return new OpenApiSchemaReference(Name, document);
    }

    public static OpenApiSchema Parse(string json, OpenApiDocument document) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(json, OpenApiSpecVersion.OpenApi3_1, document, out var diagnostic, "json") is { } schema && diagnostic.Errors.Count == 0
            ? schema
            : throw new InvalidOperationException($"A written schema cannot be read: {string.Join("; ", diagnostic.Errors.Select(error => error.Message))}\n{json}");
}

/// <summary>The body that an endpoint takes, where no type tells.</summary>
internal sealed record WrittenBody(WrittenSchema Schema);

/// <summary>The good answer of an endpoint, where no type tells; beside one that a type tells, it is the alternative.</summary>
internal sealed record WrittenAnswer(WrittenSchema Schema);

/// <summary>A forwarded call for which the sign-in service asks a login.</summary>
internal sealed record LoginNeeded;

/// <summary>A good body for an endpoint, as JSON.</summary>
internal sealed record BodyExample(string Json);

/// <summary>A query parameter that the handler reads by itself, or that needs more words than its type gives.</summary>
internal sealed record QueryParameter(string Name, string Description, string Schema);
