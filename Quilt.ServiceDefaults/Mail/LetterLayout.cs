using System.Net;
using System.Text;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>
/// The look of every mail, as text and as HTML. Mail clients know neither stylesheets nor modern layout: one table,
/// styles on the elements, no picture and nothing to fetch.
/// </summary>
internal static class LetterLayout
{
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

    public static string Text(Letter letter, string catalog)
    {
        var text = new StringBuilder();
        foreach (var paragraph in letter.Paragraphs)
        {
            text.Append(Plain(paragraph)).Append("\n\n");
        }

        if (letter.Link is { } link)
        {
            text.Append(Plain(link.Text)).Append(":\n").Append(link.Url).Append("\n\n");
        }

        return text.Append("-- \nQuilt manages data like code.\n").Append(catalog).Append('\n').ToString();
    }

    public static string Html(Letter letter, string catalog)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>")
            .Append(Encode(letter.Subject))
            .Append("</title></head>\n<body style=\"margin:0;padding:0;background-color:#f1f3f7\">\n")
            .Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background-color:#f1f3f7\"><tr><td align=\"center\" style=\"padding:32px 16px\">\n")
            .Append("<table role=\"presentation\" width=\"560\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;max-width:560px;background-color:#ffffff;border:1px solid #e1e4ea;border-radius:8px\">\n")
            .Append($"<tr><td style=\"padding:24px 32px 0;{Font};font-size:18px;font-weight:600;color:#2558cf\">Quilt</td></tr>\n")
            .Append($"<tr><td style=\"padding:8px 32px 24px;{Font};font-size:16px;line-height:1.5;color:#1a1d24\">\n");
        foreach (var paragraph in letter.Paragraphs)
        {
            html.Append("<p style=\"margin:16px 0;overflow-wrap:anywhere\">").Append(Encode(paragraph)).Append("</p>\n");
        }

        if (letter.Link is { } link)
        {
            html.Append("<p style=\"margin:24px 0\"><a href=\"").Append(Encode(link.Url))
                .Append("\" style=\"display:inline-block;padding:12px 24px;background-color:#2558cf;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600\">")
                .Append(Encode(link.Text)).Append("</a></p>\n")
                .Append("<p style=\"margin:16px 0;font-size:13px;color:#565d6b;overflow-wrap:anywhere\">If the button does not work, open this address:<br>")
                .Append(Encode(link.Url)).Append("</p>\n");
        }

        return html.Append("</td></tr></table>\n")
            .Append($"<p style=\"margin:16px 0;{Font};font-size:13px;color:#565d6b\">Quilt manages data like code. <a href=\"").Append(Encode(catalog))
            .Append("\" style=\"color:#565d6b\">").Append(Encode(catalog)).Append("</a></p>\n")
            .Append("</td></tr></table>\n</body></html>\n")
            .ToString();
    }

    /// <summary>Without control characters, which a terminal that shows the mail might obey; line breaks stay.</summary>
    public static string Plain(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Select(character => char.IsControl(character) && character != '\n' ? ' ' : character));

    private static string Encode(string text) => WebUtility.HtmlEncode(Plain(text)).Replace("\n", "<br>", StringComparison.Ordinal);
}
