using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Quilt.Api.OpenApi;

/// <summary>The schema of a property whose type does not tell it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SchemaAttribute(string json) : Attribute
{
    public string Json => json;
}

/// <summary>Puts what <see cref="SchemaAttribute"/> says into the document.</summary>
internal static class WrittenSchemas
{
    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var written = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(SchemaAttribute), inherit: false).OfType<SchemaAttribute>().FirstOrDefault();
        if (written is not null)
        {
            Copy(WrittenSchema.Parse(written.Json, context.Document!), schema);
        }

        return Task.CompletedTask;
    }

    private static void Copy(OpenApiSchema from, OpenApiSchema to)
    {
        to.Type = from.Type ?? to.Type;
        to.Format = from.Format ?? to.Format;
        to.Description = from.Description ?? to.Description;
        to.Pattern = from.Pattern ?? to.Pattern;
        to.Items = from.Items ?? to.Items;
        to.AdditionalProperties = from.AdditionalProperties ?? to.AdditionalProperties;
        to.AnyOf = from.AnyOf ?? to.AnyOf;
        to.OneOf = from.OneOf;
    }
}
