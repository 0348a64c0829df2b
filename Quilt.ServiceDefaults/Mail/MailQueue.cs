using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>The letters that wait to be sent. It is bounded: what comes when it is full is dropped, and that is logged.</summary>
internal sealed partial class MailQueue(ILogger<MailQueue> logger) : IMailQueue
{
    /// <summary>Far more than a mail server that works ever lets wait.</summary>
    public const int Capacity = 1_000;

    private readonly Channel<Letter> _letters = Channel.CreateBounded<Letter>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ChannelReader<Letter> Letters => _letters.Reader;

    public void Add(Letter letter)
    {
        if (!_letters.Writer.TryWrite(letter))
        {
            LogDropped(logger, letter.Domain);
        }
    }

    /// <summary>Takes no more letters.</summary>
    public void Close() => _letters.Writer.TryComplete();

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Too many mails wait, or the service is stopping: a mail to {Domain} was dropped")]
    private static partial void LogDropped(ILogger logger, string domain);
}
