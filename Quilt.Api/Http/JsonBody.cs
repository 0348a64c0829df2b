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
            if (FindBadText(utf8) is { } problem)
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

    /// <summary>NUL and lone surrogates can be written in JSON but stored nowhere.</summary>
    private static string? FindBadText(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                continue;
            }

            // GetString throws InvalidOperationException for lone surrogates and invalid UTF-8.
            if (reader.GetString()!.Contains('\0', StringComparison.Ordinal))
            {
                return "The body holds a NUL character (\\u0000), which cannot be stored.";
            }
        }

        return null;
    }
}
