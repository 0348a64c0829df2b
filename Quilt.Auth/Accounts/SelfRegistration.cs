using System.Net;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Limits;
using Quilt.Auth.Links;
using Quilt.ServiceDefaults.Mail;

namespace Quilt.Auth.Accounts;

/// <summary>
/// Lets people make accounts for themselves, for the sign-up page and <c>/api/register</c> alike. Where mail really reaches
/// people, an account waits until its owner has proved that the address is theirs.
/// </summary>
internal sealed class SelfRegistration(
    AccountRegistration accounts, AttemptCounts counts, MailedLinks links, AccountLetters letters, AdminNotices notices, MailOptions mail,
    SignUpPolicy policy)
{
    /// <summary>A whole office, or a test suite, signs up from one address.</summary>
    public const int PerAddress = 500;
    public const int PerAccount = 20;

    public async Task<NewAccount> RegisterAsync(string name, string password, string email, IPAddress? address, CancellationToken cancellationToken)
    {
        Attempt[] attempts = [Attempt.ByAddress("register:", address, PerAddress), Attempt.ByAccount("register:", name, PerAccount)];
        if (await counts.TakeAsync(attempts, cancellationToken) is { } wait)
        {
            return new(NewAccountResult.Blocked, Message: $"Too many sign-ups. Wait {Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))} minutes and try again.", RetryAfter: wait);
        }

        if (AccountRules.CheckEmail(email) is null && (await policy.ReadAsync(cancellationToken)).CheckEmail(email) is { } elsewhere)
        {
            return new(NewAccountResult.Invalid, "email", elsewhere);
        }

        var link = mail.IsConfigured ? links.Make(LinkPurpose.Activation) : null;
        var wanted = new Account { UserName = name, Email = email, IsActive = link is null, AwaitsActivation = link is not null };
        var created = await accounts.CreateAsync(wanted, password, new SecurityAct(SecurityEventTypes.Registered), link, cancellationToken);
        if (created.Result == NewAccountResult.Busy)
        {
            return created with { Message = "Too many people are signing up at this moment. Wait a few seconds and try again.", RetryAfter = TimeSpan.FromSeconds(5) };
        }

        if (created.Account is not { } account)
        {
            return created;
        }

        if (link is not null)
        {
            letters.Activation(account.Name, email, link);
        }
        else
        {
            letters.Welcome(account.Name, email);
            await notices.SendAsync(account.Name, email, "signed up", cancellationToken);
        }

        return created;
    }
}
