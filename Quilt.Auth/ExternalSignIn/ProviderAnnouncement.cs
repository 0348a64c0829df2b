namespace Quilt.Auth.ExternalSignIn;

/// <summary>Says at start which providers are on, in the words of the first registry.</summary>
internal sealed partial class ProviderAnnouncement(ExternalProviders providers, ILogger<ProviderAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in providers.All)
        {
            On(provider.Name, provider.Issuer);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "AUTH_PROVIDER={Provider} ({Issuer})")]
    private partial void On(string provider, string issuer);
}
