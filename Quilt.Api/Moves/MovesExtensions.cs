using Quilt.Api.Moves.Handovers;

namespace Quilt.Api.Moves;

internal static class MovesExtensions
{
    public static void AddMoves(this IServiceCollection services)
    {
        services.AddSingleton<ObjectCopies>();
        services.AddSingleton<OwnerChange>();
        services.AddSingleton<PackageMoves>();
        services.AddSingleton<HandoverDesk>();
        services.AddHostedService<HandoverFollower>();
    }
}
