using System.Text.Json;

namespace Quilt.Tests.OpenApi;

/// <summary>One operation of the OpenAPI document.</summary>
internal sealed record Operation(string Method, string Path, JsonElement Json)
{
    private const string JsonType = "application/json";

    /// <summary>As it is named in tables: <c>GET /api/tag/{owner}/{package}</c>.</summary>
    public string Name => $"{Method} {Path}";

    /// <summary>The names of the parameters in <paramref name="place"/> (<c>path</c> or <c>query</c>).</summary>
    public IEnumerable<string> Parameters(string place) =>
        Json.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").ValueEquals(place)).Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];

    public bool HasBody => Json.TryGetProperty("requestBody", out _);

    /// <summary>Whether the body is JSON.</summary>
    public bool HasJsonBody => HasBody && BodyContent.TryGetProperty(JsonType, out _);

    /// <summary>The good body that the document shows.</summary>
    public JsonElement? Example
    {
        get
        {
            var content = BodyContent.GetProperty(JsonType);
            if (content.TryGetProperty("example", out var example))
            {
                return example;
            }

            var schema = JsonSchema.Follow(content.GetProperty("schema"));
            return schema.TryGetProperty("examples", out var examples) ? examples[0] : null;
        }
    }

    public JsonElement BodySchema => BodyContent.GetProperty(JsonType).GetProperty("schema");

    private JsonElement BodyContent => Json.GetProperty("requestBody").GetProperty("content");

    /// <summary>The statuses that are named, without <c>default</c>.</summary>
    public IEnumerable<string> Statuses => Json.GetProperty("responses").EnumerateObject().Select(response => response.Name).Where(name => name != "default");

    /// <summary>The schema of the JSON answer with <paramref name="status"/>; null where it has no JSON.</summary>
    public JsonElement? AnswerSchema(int status) =>
        JsonSchema.Follow(Json.GetProperty("responses").GetProperty($"{status}")) is var response
        && response.TryGetProperty("content", out var content) && content.TryGetProperty(JsonType, out var json)
            ? json.GetProperty("schema")
            : null;

    public override string ToString() => Name;
}
