using System.Globalization;
using Microsoft.OpenApi;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.OpenApi;

/// <summary>The error answers of the document, each described once and referred to by its operations.</summary>
internal static class ErrorResponses
{
    /// <summary>The answer with <paramref name="status"/>.</summary>
    public static OpenApiResponseReference Of(int status, OpenApiDocument document) =>
        Named("Error" + status.ToString(CultureInfo.InvariantCulture), Describe(status), document, waits: status is 429 or 503);

    /// <summary>The answer with any status that an operation does not name.</summary>
    public static OpenApiResponseReference Other(OpenApiDocument document) => Named("Error", "Any other failure.", document, waits: false);

    private static OpenApiResponseReference Named(string name, string description, OpenApiDocument document, bool waits)
    {
        if (document.Components?.Responses?.ContainsKey(name) != true)
        {
            document.AddComponent(name, new OpenApiResponse
            {
                Description = description,
                Headers = waits ? new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter } : null,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(ErrorMessage), document) } },
            });
        }

        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiHeader RetryAfter => new() { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } };

    private static string Describe(int status) => status switch
    {
        400 => "The request is not valid. The message says what is wrong and where.",
        401 => "Not logged in, or the token is not (or no longer) good.",
        402 => "The caller's plan does not allow this.",
        403 => "The caller may not do this, or the account is inactive.",
        404 => "It does not exist, or the caller may not see it.",
        408 => "The body took too long to arrive.",
        409 => "It is taken.",
        413 => "The body is too large.",
        416 => "Nothing of the file lies in the range that is asked for.",
        415 => "The body has another content type than the one this call takes.",
        429 => "Too many requests.",
        501 => "Switched off in this registry.",
        503 => "The registry cannot reach a service it needs.",
        504 => "A service that the registry needs did not answer in time.",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no description for the document yet."),
    };
}
