using Microsoft.Extensions.Configuration;
using Quilt.Stack;

namespace Quilt.AppHost;

internal static class ServiceExtensions
{
    /// <summary>Reads <c>appsettings.json</c> from beside the AppHost, from wherever that is started. Whatever is set otherwise wins over it.</summary>
    public static void AddSettings(this IDistributedApplicationBuilder builder, string[] args)
    {
        // Aspire remembers the parameters of an earlier publish, and would take them rather than those that are given now.
        if (builder.ExecutionContext.IsPublishMode)
        {
            builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        }

        var file = new ConfigurationBuilder().SetBasePath(builder.AppHostDirectory).AddJsonFile("appsettings.json", optional: true).Build();
        builder.Configuration.AddInMemoryCollection(file.AsEnumerable().Where(entry => entry.Value is not null && builder.Configuration[entry.Key] is null));
    }

    /// <summary>Adds the platform that the stack runs on.</summary>
    public static Platform AddPlatform(this IDistributedApplicationBuilder builder, StackSettings settings)
    {
        var platform = new Platform(builder, settings);
        platform.AddEnvironment();
        return platform;
    }

    /// <summary>
    /// The first account: admin with the well-known password on a developer's machine, where people may also sign up;
    /// with a password that must be given elsewhere.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithFirstAdmin(this IResourceBuilder<ProjectResource> auth)
    {
        auth.WithEnvironment(ServiceVariables.AdminUserName, "admin");

        var builder = auth.ApplicationBuilder;
        return builder.ExecutionContext.IsRunMode
            ? auth.WithEnvironment(ServiceVariables.AdminPassword, "quilt")
                .WithEnvironment(ServiceVariables.AdminIsDefaultPassword, "true")
                .WithEnvironment(ServiceVariables.AllowSignup, "true")
            : auth.WithEnvironment(ServiceVariables.AdminPassword, builder.AddParameter("admin-password", secret: true));
    }
}
