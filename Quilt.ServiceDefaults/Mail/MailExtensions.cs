using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Lets a service send mail.</summary>
public static class MailExtensions
{
    /// <summary>
    /// Adds <see cref="IMailQueue"/> and <see cref="MailOptions"/>. Letters go to the mail server of <c>Quilt:Mail:Host</c>,
    /// else as <c>.eml</c> files into <c>Quilt:Mail:OutboxFolder</c>, else nowhere.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names its key.</exception>
    public static void AddMail(this IHostApplicationBuilder builder)
    {
        var options = MailOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<LetterWriter>();
        builder.Services.AddSingleton<MailQueue>();
        builder.Services.AddSingleton<IMailQueue>(provider => provider.GetRequiredService<MailQueue>());
        builder.Services.AddHostedService<MailSender>();
        _ = options switch
        {
            { IsConfigured: true } => builder.Services.AddSingleton<IMailRoute, SmtpRoute>(),
            { OutboxFolder: { } folder } => builder.Services.AddSingleton<IMailRoute>(provider =>
                ActivatorUtilities.CreateInstance<OutboxRoute>(provider, folder)),
            _ => builder.Services.AddSingleton<IMailRoute, NoRoute>(),
        };
    }
}
