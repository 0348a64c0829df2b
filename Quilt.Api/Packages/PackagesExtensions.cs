namespace Quilt.Api.Packages;

internal static class PackagesExtensions
{
    public static void AddPackages(this IServiceCollection services)
    {
        services.AddSingleton<PackageStates>();
        services.AddSingleton<PackageWrites>();
        services.AddSingleton<PackageDeletion>();
        services.AddHostedService<PackageChangeListener>();
    }
}
