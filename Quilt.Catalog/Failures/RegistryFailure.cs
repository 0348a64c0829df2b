using System.Net;
using Quilt.Client;

namespace Quilt.Catalog.Failures;

/// <summary>Tells the failures of the services behind the catalog from its own.</summary>
internal static class RegistryFailure
{
    /// <summary>What the registry hides or does not have is null.</summary>
    public static async Task<T?> OrNullAsync<T>(this Task<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RegistryException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Why the registry does not do what a form asked for, in its words for people; null where it did.</summary>
    public static async Task<string?> RefusalAsync(this Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (RegistryException refusal) when (refusal.Status is not HttpStatusCode.Unauthorized && (int)refusal.Status is >= 400 and < 500)
        {
            return refusal.Message;
        }
    }

    /// <summary>Whether trying again later may help: a service cannot be reached, does not answer in time, or says that it is busy.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        RegistryException refusal => refusal.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        HttpRequestException or TimeoutException => true,
        { InnerException: { } inner } => IsAway(inner),
        _ => false,
    };

    /// <summary>Whether the registry refused the session's token; all but forms whose text would be lost are led elsewhere then.</summary>
    public static bool IsSessionOver(Exception failure) => failure is RegistryException { Status: HttpStatusCode.Unauthorized };

    /// <summary>Why the registry refused to show something, in its words for people; null where it is another failure.</summary>
    public static string? WordsOf(Exception failure) =>
        failure is RegistryException { Status: HttpStatusCode.Forbidden or HttpStatusCode.BadRequest } refusal ? refusal.Message : null;

    /// <summary>Whether the address asks for what cannot be, such as a name with a NUL in it.</summary>
    public static bool IsSenseless(Exception failure) => failure is RegistryException { Status: HttpStatusCode.BadRequest };

    public static int StatusOf(Exception failure) =>
        IsSessionOver(failure) ? StatusCodes.Status401Unauthorized
        : IsAway(failure) ? StatusCodes.Status503ServiceUnavailable
        : IsSenseless(failure) ? StatusCodes.Status400BadRequest
        : WordsOf(failure) is not null ? StatusCodes.Status403Forbidden
        : StatusCodes.Status500InternalServerError;
}
