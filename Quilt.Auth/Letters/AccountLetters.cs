using Quilt.Auth.Links;
using Quilt.ServiceDefaults.Mail;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Auth.Letters;

/// <summary>What people are written about their accounts. Every address in them is a configured one.</summary>
internal sealed class AccountLetters(IMailQueue mail, PublicUrls publicUrls)
{
    private string Catalog => publicUrls.Lasting(QuiltService.Catalog);

    /// <summary>To somebody who signed up: the link that opens the account.</summary>
    public void Activation(string name, string email, NewLink link) => mail.Add(new Letter(
        email,
        "Activate your Quilt account",
        [
            $"Somebody, hopefully you, signed up at {Catalog} as {name} with this e-mail address.",
            "To start using the account, activate it within seven days. If this was not you, ignore this mail: nothing will happen.",
        ],
        new LetterLink("Activate the account", $"{publicUrls.Lasting(QuiltService.Registry)}/activate/{link.Secret}")));

    /// <summary>To somebody whose account is open now.</summary>
    public void Welcome(string name, string email) => mail.Add(new Letter(
        email,
        $"Welcome to Quilt, {name}",
        [
            $"Your account {name} is ready. Packages that you push are named {name}/something, and are private until you say otherwise.",
            "To use it from a terminal, run `quilt login`.",
        ],
        new LetterLink("Open the catalog", Catalog)));

    /// <summary>To somebody for whom an admin made an account.</summary>
    public void WelcomeByAdmin(string name, string email, NewLink link) => mail.Add(new Letter(
        email,
        $"Welcome to Quilt, {name}",
        [
            $"An admin of {Catalog} made an account for you. Your user name is {name}.",
            "Set a password within 24 hours to start using it. After that, ask for another link on the sign-in page.",
        ],
        PasswordLink(link)));

    /// <summary>To somebody who asked for it.</summary>
    public void PasswordReset(string name, string email, NewLink link) => mail.Add(new Letter(
        email,
        "Set a new Quilt password",
        [
            $"Somebody, hopefully you, asked to set a new password for the account {name} at {Catalog}.",
            "The link works once, within 24 hours. If you did not ask for it, ignore this mail: your password stays as it is.",
        ],
        PasswordLink(link)));

    /// <summary>To somebody whose password an admin took away.</summary>
    public void PasswordResetByAdmin(string name, string email, NewLink link) => mail.Add(new Letter(
        email,
        "Set a new Quilt password",
        [
            $"An admin of {Catalog} has reset the password of your account {name}. The old one no longer works, and everything that was signed in is signed out.",
            "Set a new one within 24 hours. After that, ask for another link on the sign-in page.",
        ],
        PasswordLink(link)));

    /// <summary>To a new address of an account: the link that confirms it.</summary>
    public void ConfirmEmail(string name, string email, NewLink link) => mail.Add(new Letter(
        email,
        "Confirm your new e-mail address",
        [
            $"Somebody, hopefully you, gave this address for the account {name} at {Catalog}.",
            "The link works once, within 24 hours. If this was not you, ignore this mail: nothing will happen.",
        ],
        new LetterLink("Confirm the address", $"{publicUrls.Lasting(QuiltService.Auth)}/confirm_email/{link.Secret}")));

    /// <summary>To the owner of an account whose security has changed. Accounts without an address get none.</summary>
    public void SecurityNotice(string name, string? email, string what)
    {
        if (email is not null)
        {
            mail.Add(new Letter(
                email,
                "Your Quilt account has changed",
                [
                    $"{what} This concerns the account {name} at {Catalog}.",
                    "If this was you, there is nothing to do. If it was not, set a new password at once and tell an admin.",
                ]));
        }
    }

    /// <summary>To the admins.</summary>
    public void NewUser(IEnumerable<string> admins, string name, string email, string how)
    {
        foreach (var admin in admins)
        {
            mail.Add(new Letter(admin, $"New user {name}", [$"{name} ({email}) has an account at {Catalog} now: {how}."]));
        }
    }

    private LetterLink PasswordLink(NewLink link) => new("Set a password", $"{Catalog}/reset_password/{link.Secret}");
}
