namespace Quilt.ServiceDefaults.Mail;

/// <summary>A mail to one person. All texts are plain: the layout encodes them.</summary>
/// <param name="To">The e-mail address.</param>
/// <param name="Subject">One line; line breaks and other control characters become spaces.</param>
/// <param name="Paragraphs">The text, above the link. A line break within a paragraph stays one.</param>
/// <param name="Link">What the person is to do, if anything.</param>
public sealed record Letter(string To, string Subject, IReadOnlyList<string> Paragraphs, LetterLink? Link = null)
{
    /// <summary>Tells the recipient's domain only: text and link stay out of logs.</summary>
    public override string ToString() => $"letter to {Domain}";

    /// <summary>The part of the address that may be logged.</summary>
    internal string Domain
    {
        get
        {
            var domain = To[(To.LastIndexOf('@') + 1)..];
            return To.Contains('@', StringComparison.Ordinal) && domain.Length is > 0 and <= 255 && !domain.Any(char.IsControl) ? domain : "a malformed address";
        }
    }
}

/// <summary>The one thing to click in a letter.</summary>
/// <param name="Text">What the button says.</param>
/// <param name="Url">An absolute http or https address, built from the public addresses and never from a request's host.</param>
public sealed record LetterLink(string Text, string Url)
{
    /// <summary>Keeps the address, which may be a secret, out of logs.</summary>
    public override string ToString() => Text;
}
