using Quilt.ServiceDefaults.Mail;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.Invitations;

/// <summary>Tells an address that it was invited. The letter is the same whether the address has an account or not.</summary>
internal sealed class InvitationMail(IMailQueue mail, PublicUrls urls)
{
    public void Send(string email, string owner, string name) => mail.Add(new Letter(
        email,
        $"{owner} shares the data package {owner}/{name} with you",
        [
            $"{owner} invites you to see the data package {owner}/{name}.",
            $"Sign in with the e-mail address {email}, or sign up with it if you have no account yet, and open your profile: the package is there from then on.",
            "If you do not know why you get this mail, you need not do anything.",
        ],
        new LetterLink("See the package", $"{urls.Lasting(QuiltService.Catalog)}/package/{owner}/{name}")));
}
