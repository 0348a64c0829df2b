using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Settings <c>Quilt:Mail:*</c>.</summary>
public sealed class MailOptions
{
    private const string Section = "Quilt:Mail";

    private MailOptions()
    {
    }

    /// <summary>Whether there is a mail server, so that people really get what is sent to them.</summary>
    public bool IsConfigured => Host is not null;

    /// <summary>The mail server, or null.</summary>
    public string? Host { get; private init; }

    /// <summary>The mail server's port.</summary>
    public int Port { get; private init; }

    /// <summary>How the connection is encrypted.</summary>
    public MailSecurity Security { get; private init; }

    /// <summary>The sender's address.</summary>
    public string From { get; private init; } = "quilt@localhost";

    /// <summary>The sender's name.</summary>
    public string FromName { get; private init; } = "Quilt";

    /// <summary>Where letters are put as files when there is no mail server; null for nowhere.</summary>
    public string? OutboxFolder { get; private init; }

    internal string? UserName { get; private init; }

    internal string? Password { get; private init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names its key.</exception>
    internal static MailOptions Read(IConfiguration configuration)
    {
        var security = ReadSecurity(Text("Security"));
        var options = new MailOptions
        {
            Host = Text("Host") is not { } host ? null
                : Uri.CheckHostName(host) != UriHostNameType.Unknown ? host
                : throw Wrong("Host", host, "the name or address of a mail server, such as smtp.example.com"),
            Security = security,
            Port = ReadPort(Text("Port"), security),
            UserName = Text("UserName"),
            Password = Text("Password"),
            From = Text("From") is not { } from ? "quilt@localhost"
                : LetterAddress.TryParse(from, out _) ? from
                : throw Wrong("From", from, "an e-mail address, such as quilt@example.com"),
            FromName = Text("FromName") is not { } name ? "Quilt"
                : !name.Any(char.IsControl) ? name
                : throw Wrong("FromName", name.ReplaceLineEndings(" "), "a name on one line"),
            OutboxFolder = Text("OutboxFolder"),
        };

        if (options.IsConfigured && Text("From") is null)
        {
            throw new InvalidOperationException($"{Section}:From is not set. Give the address that mails come from, such as quilt@example.com.");
        }

        if (options.UserName is null != options.Password is null)
        {
            throw new InvalidOperationException($"Of {Section}:UserName and {Section}:Password only one is set. Set both, or neither where the mail server asks for none.");
        }

        return options;

        string? Text(string key) => configuration[$"{Section}:{key}"] is { Length: > 0 } text ? text : null;
    }

    private static MailSecurity ReadSecurity(string? text) =>
        text is null ? MailSecurity.Auto
        : !char.IsAsciiDigit(text[0]) && Enum.TryParse<MailSecurity>(text, ignoreCase: true, out var security) && Enum.IsDefined(security) ? security
        : throw Wrong("Security", text, "Auto, None, StartTls or Tls");

    private static int ReadPort(string? text, MailSecurity security) => text is null
        ? security switch
        {
            MailSecurity.None => 25,
            MailSecurity.Tls => 465,
            _ => 587,
        }
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port
        : throw Wrong("Port", text, "a port number from 1 to 65535");

    private static InvalidOperationException Wrong(string key, string value, string allowed) =>
        new($"{Section}:{key} is '{value}'. It must be {allowed}.");
}
