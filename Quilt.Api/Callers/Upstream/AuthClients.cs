using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Quilt.Api.Callers.Upstream;

/// <summary>The HTTP clients for the sign-in service, by name. They find it by service discovery, never by a fixed address.</summary>
internal static class AuthClients
{
    /// <summary>Where service discovery finds the sign-in service.</summary>
    public const string Address = "https+http://auth";

    /// <summary>Public documents and tokens of our own.</summary>
    public const string Plain = "auth";

    /// <summary>Short questions between services, with a token of our own.</summary>
    public const string Internal = "auth-internal";

    /// <summary>The long poll of the revocation feed, with a token of our own.</summary>
    public const string Feed = "auth-feed";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The feed holds an answer back for up to 25 s.</summary>
    private static readonly TimeSpan FeedTimeout = TimeSpan.FromSeconds(40);

    public static void AddAuthClients(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ServiceCredentials.Read(builder.Configuration));
        builder.Services.AddSingleton<ServiceToken>();
        builder.Services.AddTransient<ServiceTokenHandler>();
        builder.Services.AddAuthClient(Plain, Timeout).RetryReads();
        builder.Services.AddAuthClient(Internal, Timeout).RetryReads().AddHttpMessageHandler<ServiceTokenHandler>();

        // The follower of the feed has a back-off of its own.
        builder.Services.AddAuthClient(Feed, FeedTimeout).AddHttpMessageHandler<ServiceTokenHandler>();
    }

    private static IHttpClientBuilder AddAuthClient(this IServiceCollection services, string name, TimeSpan timeout) =>
        services
            .AddHttpClient(name, client =>
            {
                client.BaseAddress = new Uri(Address);
                client.Timeout = timeout;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                UseCookies = false,
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
            });

    private static IHttpClientBuilder RetryReads(this IHttpClientBuilder client)
    {
        client.AddResilienceHandler("reads", pipeline =>
        {
            var retry = new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(100),
                BackoffType = DelayBackoffType.Exponential,
                ShouldRetryAfterHeader = false,
            };
            retry.DisableForUnsafeHttpMethods();
            pipeline.AddRetry(retry);
        });
        return client;
    }
}
