namespace Quilt.Api.Administration;

internal static class AdministrationExtensions
{
    public static void AddAdministration(this IServiceCollection services) => services.AddSingleton<AdminReads>();

    public static void MapAdministration(this IEndpointRouteBuilder routes, IConfiguration configuration)
    {
        var managesUsers = configuration.GetValue("Quilt:EnableUserEndpoints", false);
        routes.MapUserOverview(managesUsers);
        routes.MapPolicy(managesUsers);
        routes.MapPackageOverview();
    }
}
