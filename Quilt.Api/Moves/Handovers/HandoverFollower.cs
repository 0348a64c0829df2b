using System.Net;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;

namespace Quilt.Api.Moves.Handovers;

/// <summary>
/// Carries out handovers, one at a time in each replica. Which are to do is written in the sign-in service's database: a
/// process that dies lets go of its handover, and whoever takes it next goes on with what is left.
/// </summary>
internal sealed partial class HandoverFollower(HandoverDesk desk, PackageMoves moves, TimeProvider time, ILogger<HandoverFollower> logger)
    : BackgroundService
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <summary>How often is told how far it is. The sign-in service gives a handover to another when it has not heard for several of these.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = ShortestDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await desk.NextAsync(stoppingToken) is { } handover)
                {
                    await CarryOutAsync(handover, stoppingToken);
                }

                delay = ShortestDelay;
                continue;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (HttpRequestException)
            {
                // The sign-in service is away, which the follower of revocations says.
            }
            catch (Exception exception)
            {
                // Whatever it was, it must not end the registry, nor the handover: that comes again.
                LogFailed(exception);
            }

            await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task CarryOutAsync(Handover handover, CancellationToken stoppingToken)
    {
        var from = IPAddress.TryParse(handover.Address, out var address) ? address : null;
        var by = new Actor(new Caller(handover.By, null, IsAdmin: true), from, handover.Agent is { Length: > 0 } agent ? agent : null);
        var wish = new MoveWish(handover.Owner, null, handover.To);
        var progress = new MoveProgress();
        if (await moves.CheckAsync(by.Caller, wish, stoppingToken) is { } refusal)
        {
            await desk.ReportAsync(handover, "refused", progress, refusal.Message, stoppingToken);
            return;
        }

        // With this report the sign-in service shuts the account: from then on nobody pushes under the old name.
        if (!await desk.ReportAsync(handover, "moving", progress, message: null, stoppingToken))
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var reports = ReportUntilEndAsync(handover, progress, ending);
        ApiError? stopped;
        try
        {
            stopped = await moves.RunAsync(by, wish, progress, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            LogStopped(handover.Owner, handover.To);
            return;
        }
        finally
        {
            await ending.CancelAsync();
            await reports;
        }

        // A store that is away comes back: the handover stays open, and is taken up again.
        var state = stopped switch { null => "done", { Status: StatusCodes.Status503ServiceUnavailable } => "moving", _ => "refused" };
        await desk.ReportAsync(handover, state, progress, stopped?.Message, stoppingToken);
    }

    /// <summary>Tells now and then how far it is; ends the work where it is not wanted any more.</summary>
    private async Task ReportUntilEndAsync(Handover handover, MoveProgress progress, CancellationTokenSource ending)
    {
        using var timer = new PeriodicTimer(ReportInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                try
                {
                    if (!await desk.ReportAsync(handover, "moving", progress, message: null, ending.Token))
                    {
                        await ending.CancelAsync();
                    }
                }
                catch (HttpRequestException)
                {
                    // The next report may get through; what is moved meanwhile is moved.
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The work has ended.
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The packages of an account that is to be deleted could not be moved; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Moving the packages of {Owner} to {To} was stopped by an administrator")]
    private partial void LogStopped(string owner, string to);
}
