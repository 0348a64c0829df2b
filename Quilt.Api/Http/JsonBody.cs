using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Quilt.Api.Http;

/// <summary>Reads small JSON bodies strictly: what is not asked for is refused, and so is text that no database can hold.</summary>
internal static class JsonBody
{
    private const int MaxLength = 1024 * 1024;

    /// <summary>Reads the body as <typeparamref name="T"/>, or says what is wrong with it.</summary>
    public static async Task<(T? Value, ApiError? Error)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, CancellationToken cancellationToken, int maxLength = MaxLength)
        where T : class
    {
        var (body, error) = await RequestBody.ReadAsync(context, cancellationToken, maxLength);
        if (error is not null)
        {
            return (null, error);
        }

        using (body)
        {
            return Parse(body!.Content.Span, type);
        }
    }

    private static (T? Value, ApiError? Error) Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.IsEmpty)
        {
            return (null, ApiError.BadRequest("The request needs a JSON body."));
        }

        try
        {
            if (StrictJson.FindProblem(utf8) is { } problem)
            {
                return (null, ApiError.BadRequest(problem));
            }

            return JsonSerializer.Deserialize(utf8, type) is { } value
                ? (value, null)
                : (null, ApiError.BadRequest("The body must not be null."));
        }
        catch (JsonException exception)
        {
            return (null, ApiError.BadRequest($"The body does not fit: {Where(exception)}."));
        }
        catch (InvalidOperationException)
        {
            return (null, ApiError.BadRequest("The body holds text that is not valid Unicode."));
        }
    }

    private static string Where(JsonException exception) =>
        exception.Path is { Length: > 1 } path ? $"see {path}" : "it is not the JSON that this call takes";
}
