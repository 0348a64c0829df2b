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

    /// <summary>Whether trying again later may help: a service cannot be reached, does not answer in time, or says that it is busy.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        RegistryException refusal => refusal.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        HttpRequestException or TimeoutException => true,
        { InnerException: { } inner } => IsAway(inner),
        _ => false,
    };

    public static int StatusOf(Exception failure) => IsAway(failure) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
}
