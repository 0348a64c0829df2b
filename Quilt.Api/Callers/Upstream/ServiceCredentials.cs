namespace Quilt.Api.Callers.Upstream;

/// <summary>By what the registry proves to the sign-in service that it is the registry.</summary>
internal sealed class ServiceCredentials
{
    private const string SecretKey = "Quilt:ServiceClients:registry:Secret";

    private ServiceCredentials(string secret) => Secret = secret;

    public string ClientId { get; } = "registry";

    public string Secret { get; }

    /// <exception cref="InvalidOperationException">The secret is missing; the message names the key.</exception>
    public static ServiceCredentials Read(IConfiguration configuration) =>
        configuration[SecretKey] is { Length: > 0 } secret
            ? new ServiceCredentials(secret)
            : throw new InvalidOperationException($"{SecretKey} is missing. Set it to the same secret here and at the sign-in service.");
}
