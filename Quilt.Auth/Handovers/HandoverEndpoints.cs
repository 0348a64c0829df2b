using System.Globalization;
using Quilt.Auth.Bodies;

namespace Quilt.Auth.Handovers;

/// <summary>How the registry gets to know which packages to move, and tells how that goes.</summary>
internal static class HandoverEndpoints
{
    private const int LongestWait = 60;

    public static void MapHandovers(this IEndpointRouteBuilder internals)
    {
        internals.MapGet("/handovers/next", NextAsync).WithSummary("The next handover that nobody works on; waits for it.");
        internals.MapPost("/handovers/{id:guid}", ReportAsync).WithSummary("Takes a report on a handover; 404 where it is not to go on.");
    }

    private static async Task<IResult> NextAsync(string? wait, HttpContext context, HandoverDesk desk, IHostApplicationLifetime lifetime)
    {
        if (!int.TryParse(wait ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LongestWait)
        {
            return Answers.Error(400, $"'wait' must be the seconds to wait, at most {LongestWait}.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            return await desk.TakeAsync(TimeSpan.FromSeconds(seconds), either.Token) is { } order
                ? Results.Json(order, AuthJson.Default.HandoverOrder)
                : Results.NoContent();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Results.NoContent();
        }
    }

    private static async Task<IResult> ReportAsync(Guid id, HttpContext context, HandoverDesk desk)
    {
        const string Shape = """The request body must be {"state": "moving", "refused" or "done", "packages", "objects", "expected": numbers, "message": a sentence or null}.""";
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.HandoverReportBody, Shape);
        if (body.Value is not { } sent)
        {
            return body.Refusal!;
        }

        HandoverState? state = sent.State switch
        {
            "moving" => HandoverState.Moving,
            "refused" => HandoverState.Refused,
            "done" => HandoverState.Done,
            _ => null,
        };
        return state is not { } known ? Answers.Error(400, Shape)
            : await desk.ReportAsync(id, new(known, sent.Packages, sent.Objects, sent.Expected, sent.Message), context.RequestAborted) ? Empty.Ok
            : Answers.Error(404, "This handover has ended, or was stopped.");
    }
}
