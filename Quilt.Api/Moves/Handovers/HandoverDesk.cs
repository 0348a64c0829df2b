using System.Net;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Moves.Handovers;

/// <summary>Fetches handovers from the sign-in service, and reports on them. It never asks us: so neither needs the other to start.</summary>
internal sealed class HandoverDesk(IHttpClientFactory clients)
{
    /// <summary>Less than the client's patience.</summary>
    private const int WaitSeconds = 25;

    /// <summary>The next handover that nobody works on, or null when there was none for a while.</summary>
    public async Task<Handover?> NextAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(AuthClients.Feed);
        using var response = await client.GetFromAuthAsync($"internal/handovers/next?wait={WaitSeconds}", cancellationToken);
        return response.StatusCode == HttpStatusCode.NoContent ? null : await response.ReadJsonAsync(UpstreamJson.Default.Handover, cancellationToken);
    }

    /// <summary>Tells how far it is, and keeps it ours for a while; false where it is not to go on.</summary>
    public async Task<bool> ReportAsync(Handover handover, string state, MoveProgress progress, string? message, CancellationToken cancellationToken)
    {
        var report = new HandoverReport(state, progress.Packages.Count, progress.Objects, progress.Expected, message);
        using var client = clients.CreateClient(AuthClients.Internal);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"internal/handovers/{handover.Id}")
        {
            Content = JsonContent.Create(report, UpstreamJson.Default.HandoverReport),
        };
        using var response = await client.AskAuthAsync(request, cancellationToken, mayBeMissing: true);
        return response.StatusCode != HttpStatusCode.NotFound;
    }
}
