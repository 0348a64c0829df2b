namespace Quilt.Auth.Passwords;

internal static class BreachExtensions
{
    /// <summary>Looks breaches up where an address is configured.</summary>
    public static void AddBreachedPasswords(this IServiceCollection services, IConfiguration configuration)
    {
        if (PwnedPasswords.ReadAddress(configuration) is not { } address)
        {
            services.AddSingleton<IBreachedPasswords, NoBreachedPasswords>();
            return;
        }

        // Made once: the pool follows changes of DNS, and nothing of the defaults (retries, discovery) is wanted on a page.
        services.AddSingleton<IBreachedPasswords>(provider => ActivatorUtilities.CreateInstance<PwnedPasswords>(
            provider,
            new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
            {
                BaseAddress = address,
                Timeout = PwnedPasswords.Patience,
                MaxResponseContentBufferSize = 1 << 20,
            }));
    }
}
