using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.Http;

/// <summary>An expected failure: the status and the sentence that the caller gets.</summary>
internal sealed class ApiError(int status, string message) : IResult
{
    public int Status => status;

    public string Message => message;

    public Task ExecuteAsync(HttpContext httpContext) => JsonErrors.WriteAsync(httpContext, status, message);

    public static ApiError BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ApiError Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    public static ApiError NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static ApiError Conflict(string message) => new(StatusCodes.Status409Conflict, message);

    public static ApiError TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, message);

    public static ApiError TooMany(string message) => new(StatusCodes.Status429TooManyRequests, message);

    public static ApiError Unavailable(string message) => new(StatusCodes.Status503ServiceUnavailable, message);
}
