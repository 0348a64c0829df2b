using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Administration;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Audit;

/// <summary>What happened to a package, and what a user did.</summary>
internal static class AuditApi
{
    private const string Security = "security";

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/audit").WithTags("Administration");
        audit.MapGet("/{owner}/{package}/", OfPackage).TakesInclude().WithName("AuditPackage")
            .WithSummary("What happened to a package, oldest first, the newest 10,000; with include=security also who was given access, and where each call came from")
            .AllowCallers(CallerRequirement.Admin).AnswersErrors(400, 401, 403);
        audit.MapGet("/{user}/", OfUser).TakesInclude().WithName("AuditUser")
            .WithSummary("What a user did, oldest first, the newest 10,000; with include=security also sign-ins and the like, and where each call came from")
            .AllowCallers(CallerRequirement.Admin).AnswersErrors(400, 401, 403);
    }

    private static RouteHandlerBuilder TakesInclude(this RouteHandlerBuilder route) =>
        route.TakesQuery("include", "What else is shown.", $$"""{"type":"string","enum":["", "{{Security}}"]}""");

    private static async Task<Results<JsonAnswer<AuditEvents>, ApiError>> OfPackage(
        string owner, string package, string? include, Actor by, AuditTrail trail, EventBuffer events, AdminReads reads, CancellationToken cancellationToken)
    {
        if (FindProblem(include) is { } problem)
        {
            return problem;
        }

        await reads.RecordAsync(by, "audit", owner, package, cancellationToken);
        await events.FlushAsync(cancellationToken);
        return Answer(await trail.OfPackageAsync(owner, package, include == Security, cancellationToken));
    }

    private static async Task<Results<JsonAnswer<AuditEvents>, ApiError>> OfUser(
        string user, string? include, Actor by, AuditTrail trail, EventBuffer events, AdminReads reads, CancellationToken cancellationToken)
    {
        if (FindProblem(include) is { } problem)
        {
            return problem;
        }

        await reads.RecordAsync(by, "audit", user, string.Empty, cancellationToken);
        await events.FlushAsync(cancellationToken);
        return Answer(await trail.OfUserAsync(user, include == Security, cancellationToken));
    }

    private static ApiError? FindProblem(string? include) =>
        include is null or "" or Security ? null : ApiError.BadRequest($"include may be '{Security}', or left out.");

    private static JsonAnswer<AuditEvents> Answer(IReadOnlyList<AuditEvent> events) => new(new(events), AuditJson.Default.AuditEvents);
}
