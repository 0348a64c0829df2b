using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Limits;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Takes the wishes of people who forgot their password. Whether an address has an account is looked up after the answer,
/// in the background, so that an answer takes the same time for all.
/// </summary>
internal sealed partial class PasswordResetRequests(
    AttemptCounts counts, IServiceScopeFactory scopes, ILookupNormalizer normalizer, IHttpContextAccessor contexts, ILogger<PasswordResetRequests> logger)
    : IHostedService
{
    public const int PerAddress = 100;
    public const int PerAccount = 5;

    private const int Capacity = 1_000;

    private readonly Channel<Wish> _wishes = Channel.CreateBounded<Wish>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private Task _work = Task.CompletedTask;

    /// <summary>How long to wait when there were too many wishes for this account or from this network address; else null.</summary>
    public async Task<TimeSpan?> AddAsync(string email, IPAddress? address, CancellationToken cancellationToken)
    {
        // What cannot be an address is nobody's.
        var normalized = AccountRules.CheckEmail(email) is null ? normalizer.NormalizeEmail(email) : null;
        Attempt[] attempts = [Attempt.ByAddress("reset:", address, PerAddress), Attempt.ByAccount("reset:", normalized ?? email, PerAccount)];
        if (await counts.TakeAsync(attempts, cancellationToken) is { } wait)
        {
            return wait;
        }

        if (normalized is not null && !_wishes.Writer.TryWrite(new Wish(normalized, Origin.Of(contexts.HttpContext))))
        {
            LogDropped(logger);
        }

        return null;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>What was taken in is done before the service ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _wishes.Writer.TryComplete();
        await _work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WorkAsync()
    {
        await foreach (var (email, origin) in _wishes.Reader.ReadAllAsync())
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<PasswordReset>().MailLinkAsync(email, origin, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception);
            }
        }
    }

    private sealed record Wish(string NormalizedEmail, Origin Origin);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Too many password resets wait: one was dropped")]
    private static partial void LogDropped(ILogger logger);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A password reset could not be carried out; the person has to ask again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
