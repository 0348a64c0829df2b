using Quilt.Auth.Accounts;
using Quilt.Auth.Sessions;
using Quilt.Auth.TwoFactor;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>What becomes of somebody who comes back from a provider: signed in, linked, given an account, or refused.</summary>
internal sealed class Arrival(
    ExternalAccounts accounts,
    ExternalRegistration registration,
    LinkedSignIns links,
    ProviderAdmins admins,
    PendingIdentity pending,
    BrowserSessions sessions,
    ExternalProviders providers,
    SignUpPolicy signUp)
{
    /// <summary>Returns where to go next; always local.</summary>
    public async Task<string> ReceiveAsync(HttpContext context, ExternalIdentity identity, Errand errand)
    {
        var cancellationToken = context.RequestAborted;
        if (errand.LinkSession is { } session)
        {
            return await LinkAsync(context, identity, errand, session);
        }

        if (await accounts.FindAsync(identity, cancellationToken) is { } known)
        {
            return await SignInAsync(context, known, identity, errand);
        }

        if (!await MakesAccountsAsync(identity, cancellationToken))
        {
            return Refusal.NoNewAccounts.Address(identity.Provider, errand.ReturnUrl);
        }

        // Another account with the same address may be the person's own: they are asked before they get a second one.
        if (AccountRules.CheckName(identity.WantedName) is null && !await registration.IsEmailTakenAsync(identity, cancellationToken))
        {
            var created = await registration.RegisterAsync(identity.WantedName, identity, context.Connection.RemoteIpAddress, cancellationToken);
            if (created.Account is { } account)
            {
                return await SignInAsync(context, account, identity, errand);
            }

            if (created.Result == NewAccountResult.Blocked)
            {
                return Refusal.TooMany.Address(identity.Provider, errand.ReturnUrl);
            }
        }

        await pending.KeepAsync(context, identity);
        return $"/signin/name?returnUrl={Uri.EscapeDataString(errand.ReturnUrl)}";
    }

    /// <summary>Makes an account under the name that the person chose; says what is wrong with it, or where to go next.</summary>
    public async Task<(NewAccount? Problem, string? Next)> ChooseNameAsync(HttpContext context, ExternalIdentity identity, string name, string returnUrl)
    {
        var errand = new Errand(returnUrl, LinkSession: null);
        if (!await MakesAccountsAsync(identity, context.RequestAborted))
        {
            return (null, Refusal.NoNewAccounts.Address(identity.Provider, returnUrl));
        }

        // A cookie that was kept opens nothing: whoever has an account by now goes through the provider again.
        if (await accounts.FindAsync(identity, context.RequestAborted) is not null)
        {
            await PendingIdentity.ForgetAsync(context);
            return (null, Refusal.Stale.Address(identity.Provider, returnUrl));
        }

        var created = await registration.RegisterAsync(name, identity, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (created.Account is not { } account)
        {
            return (created, null);
        }

        await PendingIdentity.ForgetAsync(context);
        return (null, await SignInAsync(context, account, identity, errand));
    }

    private async Task<string> SignInAsync(HttpContext context, Account account, ExternalIdentity identity, Errand errand)
    {
        if (!account.IsActive)
        {
            await accounts.RecordRefusalAsync(account, identity, context.RequestAborted);
            return Refusal.Disabled.Address(identity.Provider, errand.ReturnUrl);
        }

        await admins.FollowAsync(account, identity, context.RequestAborted);
        if (account.TwoFactorEnabled && providers.AsksSecondFactor)
        {
            await PendingSignIn.BeginAsync(context, account, identity.Provider.Name);
            return $"/signin/code?returnUrl={Uri.EscapeDataString(errand.ReturnUrl)}";
        }

        await accounts.RecordSignInAsync(account, identity, context.RequestAborted);
        await sessions.SignInAsync(context, account);
        return errand.ReturnUrl;
    }

    private async Task<bool> MakesAccountsAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        providers.MakesAccounts(identity.Provider, (await signUp.ReadAsync(cancellationToken)).IsOpen);

    private async Task<string> LinkAsync(HttpContext context, ExternalIdentity identity, Errand errand, Guid session)
    {
        var signedIn = await sessions.ReadAsync(context);
        if (signedIn is null || signedIn.Session.Id != session)
        {
            return Refusal.SessionChanged.Address(identity.Provider, errand.ReturnUrl);
        }

        return await links.LinkAsync(signedIn.Account, identity, context.RequestAborted)
            ? errand.ReturnUrl
            : Refusal.LinkedElsewhere.Address(identity.Provider, errand.ReturnUrl);
    }
}
