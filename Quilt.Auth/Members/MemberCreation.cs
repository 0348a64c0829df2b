using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Links;

namespace Quilt.Auth.Members;

/// <summary>
/// Lets an admin make an account for somebody, who sets the password by a mailed link. An admin may give a deleted
/// account's name away again, and with it the packages that are kept under that name.
/// </summary>
internal sealed class MemberCreation(AuthDbContext database, AccountRegistration accounts, MailedLinks links, AccountLetters letters, AdminNotices notices)
{
    public async Task<NewAccount> CreateAsync(string name, string email, string admin, CancellationToken cancellationToken)
    {
        if (AccountRules.CheckName(name) is null
            && await database.Users.IgnoreQueryFilters().SingleOrDefaultAsync(user => user.UserName == name && user.DeletedAt != null, cancellationToken) is { } deleted)
        {
            // Goes in the transaction that stores the new account, which shares nothing with the old one but the name.
            database.Remove(deleted);
        }

        var link = links.Make(LinkPurpose.Password);
        var account = new Account { UserName = name, Email = email };
        var created = await accounts.CreateAsync(account, password: null, SecurityAct.By(admin, SecurityEventTypes.UserCreated), link, cancellationToken);
        if (created.Account is not null)
        {
            letters.WelcomeByAdmin(name, email, link);
            await notices.SendAsync(name, email, $"made by {admin}", cancellationToken);
        }

        return created;
    }
}
