using System.Diagnostics.CodeAnalysis;
using MimeKit;
using MimeKit.Text;
using MimeKit.Utils;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Makes the message of a letter: text and HTML of the same content, from the configured sender.</summary>
internal sealed class LetterWriter(MailOptions options, PublicUrls publicUrls, TimeProvider time)
{
    private const int LongestLine = 998;

    private readonly MailboxAddress _from = new(options.FromName, options.From);

    /// <summary>The message, or what makes the letter one that cannot be sent.</summary>
    public bool TryWrite(Letter letter, [NotNullWhen(true)] out MimeMessage? message, [NotNullWhen(false)] out string? problem)
    {
        message = null;
        if (!LetterAddress.TryParse(letter.To, out var to))
        {
            problem = "the recipient's address is malformed";
            return false;
        }

        if (letter.Link is { Url: var url } && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            problem = "its link is no absolute http or https address";
            return false;
        }

        // Line breaks in a header would begin another header.
        var subject = LetterLayout.Plain(letter.Subject).Replace('\n', ' ').Trim();
        var catalog = publicUrls.Lasting(QuiltService.Catalog);
        message = new MimeMessage
        {
            Subject = subject,
            Date = time.GetUtcNow(),
            MessageId = MimeUtils.GenerateMessageId(_from.Domain),
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = LetterLayout.Text(letter, catalog) },
                new TextPart(TextFormat.Html) { Text = LetterLayout.Html(letter with { Subject = subject }, catalog) },
            },
        };
        message.From.Add(_from);
        message.To.Add(to);

        // Nobody's out-of-office answer is wanted.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");

        // Lines as long as SMTP allows: an outbox is read by people, and a link that is cut into two lines is none.
        message.Prepare(EncodingConstraint.EightBit, LongestLine);
        problem = null;
        return true;
    }
}
