using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Quilt.Api.Callers.Revocations;

/// <summary>Not ready before the feed was read once: until then no token can be judged, and every login would be answered 503.</summary>
internal sealed class RevocationHealth(RevocationList list) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(list.IsKnown ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The sign-in service has not been reached since start."));
}
