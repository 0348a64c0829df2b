using Microsoft.Extensions.Logging;
using MimeKit;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Sends nothing, and says so.</summary>
internal sealed partial class NoRoute(ILogger<NoRoute> logger) : IMailRoute
{
    public Task<Delivery> DeliverAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        LogNotConfigured(logger);
        return Task.FromResult(Delivery.Done);
    }

    public Task RestAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Mail is not configured (Quilt:Mail:Host), so a mail was not sent")]
    private static partial void LogNotConfigured(ILogger logger);
}
