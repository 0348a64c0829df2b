namespace Quilt.Api.Events;

internal static class EventsExtensions
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventBuffer>();
        services.AddHostedService(provider => provider.GetRequiredService<EventBuffer>());
    }
}
