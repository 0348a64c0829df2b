using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Links;
using Quilt.Auth.TwoFactor;

namespace Quilt.Auth.Members;

/// <summary>What admins do with the accounts of others, from pages and by program alike. Each answers why it may not be, or null.</summary>
internal sealed class MemberActs(AccountChanges changes, TwoFactorSettings twoFactor, MailedLinks links, AccountLetters letters)
{
    public async Task<MemberRefusal?> DisableAsync(Account member, string admin, CancellationToken cancellationToken) =>
        member.Name == admin ? new("You cannot disable your own account.")
        : member is { IsActive: false, AwaitsActivation: false } || await changes.SetActiveAsync(member.Id, active: false, admin, cancellationToken) ? null
        : LastAdmin(member);

    public async Task<MemberRefusal?> EnableAsync(Account member, string admin, CancellationToken cancellationToken)
    {
        if (!member.IsActive)
        {
            await changes.SetActiveAsync(member.Id, active: true, admin, cancellationToken);
        }

        return null;
    }

    public async Task<MemberRefusal?> DeleteAsync(Account member, string admin, CancellationToken cancellationToken) =>
        member.Name == admin ? new("You cannot delete your own account.")
        : await changes.DeleteAsync(member.Id, SecurityAct.By(admin, SecurityEventTypes.UserDeleted), cancellationToken) ? null
        : LastAdmin(member);

    public async Task<MemberRefusal?> ResetPasswordAsync(Account member, string admin, CancellationToken cancellationToken)
    {
        if (member.Name == admin)
        {
            return new("You cannot reset your own password here. Change it on your account page.");
        }

        if (member.Email is not { } email)
        {
            return new($"'{member.Name}' has no e-mail address to which a link could be sent. The account is opened by an external sign-in.", StatusCodes.Status400BadRequest);
        }

        var link = links.Make(LinkPurpose.Password);
        await changes.ResetPasswordAsync(member.Id, link, admin, cancellationToken);
        letters.PasswordResetByAdmin(member.Name, email, link);
        return null;
    }

    public async Task<MemberRefusal?> SetAdminAsync(Account member, bool isAdmin, string admin, CancellationToken cancellationToken) =>
        member.IsAdmin == isAdmin || await changes.SetAdminAsync(member.Id, isAdmin, admin, cancellationToken) ? null : LastAdmin(member);

    public async Task<MemberRefusal?> SignOutAsync(Account member, string admin, CancellationToken cancellationToken)
    {
        await changes.SignOutEverywhereAsync(member.Id, new SecurityAct(SecurityEventTypes.SessionRevoked, ("by", admin), ("kind", "all")), cancellationToken);
        return null;
    }

    public async Task<MemberRefusal?> SwitchTwoFactorOffAsync(Account member, string admin, CancellationToken cancellationToken)
    {
        await twoFactor.SwitchOffAsync(member, admin, cancellationToken);
        return null;
    }

    private static MemberRefusal LastAdmin(Account member) => new($"'{member.Name}' is the last admin. Make somebody else one first.");
}

/// <summary>Why an admin may not do something.</summary>
internal sealed record MemberRefusal(string Message, int Status = StatusCodes.Status403Forbidden);
