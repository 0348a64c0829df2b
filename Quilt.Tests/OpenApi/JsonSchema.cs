using System.Text.Json;
using System.Text.RegularExpressions;

namespace Quilt.Tests.OpenApi;

/// <summary>Holds JSON against the schemas of the document: as much of JSON Schema as the document uses.</summary>
internal static class JsonSchema
{
    private static readonly HashSet<string> Understood =
    [
        "type", "enum", "properties", "required", "additionalProperties", "items", "oneOf", "anyOf", "pattern", "minimum",
        "minLength", "maxLength", "format", "description", "example", "examples", "default", "deprecated",
    ];

    /// <summary>The target of a <c>$ref</c>, or the element itself.</summary>
    public static JsonElement Follow(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = reference.GetString()!.Split('/').Skip(1).Aggregate(RegistryContract.Document, (at, name) => at.GetProperty(name));
        }

        return element;
    }

    /// <summary>What is wrong with <paramref name="value"/>, or null. If it is to be exact, a key that the schema does not name is wrong too.</summary>
    public static string? FindProblem(JsonElement value, JsonElement schema, bool isExact = true, string at = "$")
    {
        schema = Follow(schema);
        if (schema.EnumerateObject().FirstOrDefault(word => !Understood.Contains(word.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            return $"{at}: the schema says '{unknown.Name}', which this check does not understand";
        }

        foreach (var word in (ReadOnlySpan<string>)["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(word, out var choices))
            {
                var fitting = choices.EnumerateArray().Count(choice => FindProblem(value, choice, isExact, at) is null);
                return fitting == 0 || (word == "oneOf" && fitting > 1) ? $"{at}: {fitting} of the alternatives fit" : null;
            }
        }

        if (schema.TryGetProperty("type", out var type) && !HasType(value, type))
        {
            return $"{at}: {value.ValueKind} instead of {type}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => FindInObject(value, schema, isExact, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((item, index) => FindProblem(item, items, isExact, $"{at}[{index}]")).FirstOrDefault(problem => problem is not null),
            JsonValueKind.String => FindInText(value.GetString()!, schema, at),
            _ => null,
        };
    }

    private static string? FindInObject(JsonElement value, JsonElement schema, bool isExact, string at)
    {
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().FirstOrDefault(key => !value.TryGetProperty(key.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{at}: '{missing}' is missing";
        }

        var saysMore = schema.TryGetProperty("additionalProperties", out var others);
        var isMap = saysMore && others.ValueKind == JsonValueKind.Object;
        var isOpen = isMap || (!saysMore && !isExact);
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject())
        {
            var known = default(JsonElement);
            var isKnown = hasProperties && properties.TryGetProperty(member.Name, out known);
            if (!isKnown && !isOpen)
            {
                return $"{at}: '{member.Name}' is not in the schema";
            }

            if ((isKnown || isMap) && FindProblem(member.Value, isKnown ? known : others, isExact, $"{at}.{member.Name}") is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? FindInText(string text, JsonElement schema, string at) =>
        schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(allowed => allowed.ValueEquals(text)) ? $"{at}: '{text}' is none of {values}"
        : schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!) ? $"{at}: '{text}' does not match {pattern}"
        : schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time") && !DateTimeOffset.TryParse(text, null, out _) ? $"{at}: '{text}' is no time"
        : null;

    private static bool HasType(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => HasType(value, one)) : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}
