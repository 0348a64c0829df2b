using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>Bare e-mail addresses: one mailbox, no display name, no comment, no second recipient, no line break.</summary>
internal static class LetterAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? address) =>
        MailboxAddress.TryParse(text, out address)
        && address.Address == text
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at < text.Length - 1
        && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));
}
