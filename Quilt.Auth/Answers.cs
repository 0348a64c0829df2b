using System.Globalization;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Auth;

/// <summary>Error answers of this service's API.</summary>
internal static class Answers
{
    public static IResult Error(int status, string message) =>
        Results.Json(new ErrorMessage(message), AuthJson.Default.ErrorMessage, statusCode: status);

    /// <summary>429 with the time to wait.</summary>
    public static IResult TooMany(HttpContext context, TimeSpan retryAfter, string message)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Error(StatusCodes.Status429TooManyRequests, message);
    }
}
