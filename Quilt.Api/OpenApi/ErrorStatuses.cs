using Microsoft.OpenApi;
using Quilt.Api.Callers;

namespace Quilt.Api.OpenApi;

/// <summary>The errors that every operation of a kind can answer, whatever it does.</summary>
internal static class ErrorStatuses
{
    public static IEnumerable<int> Of(CallerRequirement requirement, OpenApiOperation operation)
    {
        // An address may hold what is no text.
        yield return StatusCodes.Status400BadRequest;
        if (requirement is CallerRequirement.Reader or CallerRequirement.Member or CallerRequirement.Admin)
        {
            yield return StatusCodes.Status401Unauthorized;
            yield return StatusCodes.Status403Forbidden;
        }

        if (operation.RequestBody is not null)
        {
            yield return StatusCodes.Status408RequestTimeout;
            yield return StatusCodes.Status413PayloadTooLarge;
            yield return StatusCodes.Status415UnsupportedMediaType;
        }

        if (requirement != CallerRequirement.Public)
        {
            yield return StatusCodes.Status503ServiceUnavailable;
        }
    }
}
