namespace Quilt.AppHost;

internal static class SecretExtensions
{
    /// <summary>
    /// Adds a secret that nobody has to choose. It is kept in the user secrets, because volumes and running sessions
    /// outlive the AppHost. Letters and digits only: it goes into connection strings and command lines.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
}
