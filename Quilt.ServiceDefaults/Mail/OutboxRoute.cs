using System.Globalization;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Puts messages into a folder, one file each, readable by this account only: they hold links that open accounts.</summary>
internal sealed partial class OutboxRoute(string folder, TimeProvider time, ILogger<OutboxRoute> logger) : IMailRoute
{
    private static readonly FormatOptions Format = new() { NewLineFormat = NewLineFormat.Dos };

    public async Task<Delivery> DeliverAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var moment = time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var path = Path.Combine(folder, $"{moment}-{Guid.NewGuid().ToString("N")[..8]}.eml");
        try
        {
            CreateFolder();
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            // Whoever watches the folder sees only whole messages.
            await using (var file = new FileStream(path + ".part", options))
            {
                await message.WriteToAsync(Format, file, cancellationToken);
            }

            File.Move(path + ".part", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Delivery(DeliveryOutcome.Away, exception.Message);
        }

        LogStored(logger, path);
        return Delivery.Done;
    }

    public Task RestAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "There is no mail server (Quilt:Mail:Host), so a mail lies in {Path}")]
    private static partial void LogStored(ILogger logger, string path);
}
