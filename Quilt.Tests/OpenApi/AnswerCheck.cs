using System.Text.Json;

namespace Quilt.Tests.OpenApi;

/// <summary>Holds what a registry answered against what its document says.</summary>
internal static class AnswerCheck
{
    /// <summary>What is wrong with an answer to <paramref name="operation"/> (null: one outside the document), or null.</summary>
    public static string? FindProblem(Operation? operation, HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        if (status >= 400 && FindErrorProblem(answer, body) is { } problem)
        {
            return problem;
        }

        if (operation is null)
        {
            return null;
        }

        if (!operation.Statuses.Contains($"{status}"))
        {
            return $"status {status} is not among those of {operation.Name}";
        }

        return operation.AnswerSchema(status) is { } schema
            ? answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonSchema.FindProblem(JsonElement.Parse(body), schema) : "it should be JSON"
            : answer.Content.Headers.ContentType?.MediaType == "application/json" ? "it is JSON, which the document does not say" : null;
    }

    /// <summary>Every error is a JSON object with a sentence and a trace id.</summary>
    public static string? FindErrorProblem(HttpResponseMessage answer, string body)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return $"the error is {answer.Content.Headers.ContentType?.MediaType ?? "empty"}";
        }

        var json = JsonElement.Parse(body);
        return json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("message", out var message) || message.GetString() is not { Length: > 5 }
            ? "the error has no message"
            : null;
    }
}
