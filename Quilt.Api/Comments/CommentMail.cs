using Quilt.Api.Callers;
using Quilt.Api.Packages;
using Quilt.ServiceDefaults.Mail;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.Comments;

/// <summary>Tells a package's owner of a comment by somebody else.</summary>
internal sealed partial class CommentMail(IMailQueue mail, IAccountDirectory accounts, PublicUrls urls, ILogger<CommentMail> logger)
{
    /// <summary>Text elements of the comment that the letter quotes.</summary>
    private const int QuoteLength = 1_000;

    /// <summary>Writes to the owner. The comment stands, whether or not the owner's address can be found out.</summary>
    public async Task SendAsync(Caller author, PackageState package, CommentAnswer comment, CancellationToken cancellationToken)
    {
        if (author.Owns(package.Owner))
        {
            return;
        }

        try
        {
            if (await accounts.FindAsync(package.Owner, cancellationToken) is { IsActive: true, Email: { Length: > 0 } address })
            {
                mail.Add(Write(address, author, package, comment));
            }
        }
        catch (HttpRequestException exception)
        {
            LogUnsent(comment.Id, exception.Message);
        }
    }

    private Letter Write(string address, Caller author, PackageState package, CommentAnswer comment) => new(
        address,
        $"{author.UserName} commented on {package.Owner}/{package.Name}",
        [$"{author.UserName} wrote about your data package {package.Owner}/{package.Name}:", Quote(comment.Contents)],
        new LetterLink("See the package", $"{urls.Lasting(QuiltService.Catalog)}/package/{package.Owner}/{package.Name}"));

    private static string Quote(string contents)
    {
        var end = 0;
        for (var elements = 0; end < contents.Length && elements < QuoteLength; elements++)
        {
            end += System.Globalization.StringInfo.GetNextTextElementLength(contents, end);
        }

        return end < contents.Length ? contents[..end] + " …" : contents;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The owner was not told of comment {Comment}: the sign-in service does not tell the address ({Reason})")]
    private partial void LogUnsent(string comment, string reason);
}
