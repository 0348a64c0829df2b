namespace Quilt.Api.Pushes;

internal static class PushesExtensions
{
    public static void AddPushes(this IServiceCollection services)
    {
        services.AddSingleton<PushChecks>();
        services.AddSingleton<PushedObjects>();
        services.AddSingleton<RevisionWriter>();
        services.AddSingleton<PushRecording>();
        services.AddSingleton<SubPackage>();
        services.AddSingleton<Push>();
    }
}
