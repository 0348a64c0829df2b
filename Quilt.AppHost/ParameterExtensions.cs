namespace Quilt.AppHost;

internal static class ParameterExtensions
{
    /// <summary>
    /// Adds a secret that nobody has to choose. It is kept in the user secrets, because volumes and running sessions
    /// outlive the AppHost. Letters and digits only: it goes into connection strings and command lines.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

    /// <summary>
    /// Adds a parameter that is no secret: what <c>Parameters:NAME</c> says, else a standard value; where there is neither,
    /// whoever runs or publishes the stack is asked.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddChoice(this IDistributedApplicationBuilder builder, string name, string? standard = null) =>
        (builder.Configuration[$"Parameters:{name}"] ?? standard) is { } value
            ? builder.AddParameter(name, value, publishValueAsDefault: true)
            : builder.AddParameter(name);
}
