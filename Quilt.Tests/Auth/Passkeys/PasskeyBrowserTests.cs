using System.Collections.Concurrent;
using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Auth.Passkeys;

/// <summary>Passkeys in a real browser, with its virtual authenticator.</summary>
public sealed class PasskeyBrowserTests
{
    [BrowserFact]
    public async Task Adding_a_passkey_takes_the_password()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("holder");
        var context = await auth.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            // The browser itself complains of the answer 400 that is tried on purpose.
            if (message.Type is "error" or "warning" && !message.Text.Contains("400", StringComparison.Ordinal))
            {
                complaints.Enqueue(message.Text);
            }
        };
        await AddAuthenticatorAsync(context, page, verifies: true);

        await auth.SignInAsync(page, "holder", "correct horse");
        await page.GotoAsync(auth.Address + "/account/passkeys");
        await Expect(page.GetByText("This browser cannot add passkeys")).ToBeHiddenAsync();
        await page.GetByLabel("Name").FillAsync("My laptop");
        await page.GetByLabel("Present password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(page.GetByText("This is not the present password.")).ToBeVisibleAsync();
        Assert.DoesNotContain("PASSKEY_ADDED", await auth.Host.EventTypesAsync("holder"));
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task A_passkey_signs_in_without_password_and_code_and_its_answer_is_not_good_twice()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("holder");
        var context = await auth.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifies: true);
        await AddPasskeyAsync(auth, page, "holder");
        await page.GotoAsync(auth.Address + "/signout");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();

        string? sent = null;
        page.Request += (_, request) => sent = request.Method == "POST" && request.Url.Contains("/signin", StringComparison.Ordinal) ? request.PostData : sent;
        await page.GotoAsync(auth.Address + QuiltLogin.Path);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await auth.Host.LogsInAsync(page, "holder");
        await page.GotoAsync(auth.Address + "/signout");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        var again = await context.APIRequest.PostAsync(auth.Address + "/signin", new()
        {
            DataString = sent,
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" },
            MaxRedirects = 0,
        });

        Assert.Equal(401, again.Status);
        Assert.Contains("This passkey does not sign in here.", await again.TextAsync(), StringComparison.Ordinal);
        Assert.Contains(await auth.Host.EventsAsync("holder"), entry => entry.GetProperty("type").GetString() == "LOGIN" && entry.GetProperty("details").ToString().Contains("passkey", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_renamed_and_removed_passkey_and_one_of_a_disabled_account_sign_nobody_in()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("holder");
        var context = await auth.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifies: true);
        await AddPasskeyAsync(auth, page, "holder");
        var admin = await auth.Host.LogInAsync("admin", AuthHost.AdminPassword);

        await auth.Host.PostJsonAsync("/api/users/disable", new { username = "holder" }, admin);
        await RefusedAsync(auth, page);
        await auth.Host.PostJsonAsync("/api/users/enable", new { username = "holder" }, admin);
        await auth.SignInAsync(page, "holder", "correct horse");
        await page.GotoAsync(auth.Address + "/account/passkeys");
        await page.GetByText("Rename").ClickAsync();
        await page.GetByLabel("New name of My laptop").FillAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Work laptop" }).ClickAsync();
        await Expect(page.GetByText("Work laptop")).ToHaveCountAsync(0);
        await context.ClearCookiesAsync();
        await RefusedAsync(auth, page);

        Assert.Equal(["PASSKEY_ADDED", "PASSKEY_RENAMED", "PASSKEY_REMOVED"], (await auth.Host.EventTypesAsync("holder")).Where(type => type.StartsWith("PASSKEY", StringComparison.Ordinal)));
    }

    [BrowserFact]
    public async Task An_authenticator_that_does_not_check_who_holds_it_adds_nothing()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("holder");
        var context = await auth.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifies: false);
        await auth.SignInAsync(page, "holder", "correct horse");
        await page.GotoAsync(auth.Address + "/account/passkeys");
        await page.GetByLabel("Present password").FillAsync("correct horse");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();

        await Expect(page.GetByText("No passkey was used.")).ToBeVisibleAsync();
        Assert.DoesNotContain("PASSKEY_ADDED", await auth.Host.EventTypesAsync("holder"));
    }

    [BrowserFact]
    public async Task Where_there_are_no_local_accounts_a_passkey_of_before_signs_nobody_in()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("holder");
        var context = await auth.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifies: true);
        await AddPasskeyAsync(auth, page, "holder");
        await context.ClearCookiesAsync();
        await auth.RestartAsync(
            ("Quilt:Auth:LocalAccounts", "false"), ("OAUTH_CLIENT_ID_GITHUB", "id"), ("OAUTH_CLIENT_SECRET_GITHUB", "a secret"));

        await page.GotoAsync(auth.Address + "/signin");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in with GitHub" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" })).ToBeHiddenAsync();

        // As a page of before would, which is still open somewhere.
        await page.EvaluateAsync(
            """
            async () => {
              const form = [...document.forms].find(each => each.elements.credential);
              const options = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.options));
              form.elements.credential.value = JSON.stringify((await navigator.credentials.get({ publicKey: options })).toJSON());
              form.submit();
            }
            """);
        await Expect(page.GetByText("This passkey does not sign in here.")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task At_another_address_than_the_configured_one_the_page_says_so()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("holder");
        var context = await auth.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page, verifies: true);

        // Also a secure address for the browser, of the same server.
        await page.GotoAsync(auth.Address.Replace("localhost", "other.localhost", StringComparison.Ordinal) + "/signin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();

        await Expect(page.GetByText("Passkeys work only at the address")).ToBeVisibleAsync();
    }

    private static async Task AddPasskeyAsync(AuthBrowser auth, IPage page, string name)
    {
        await auth.SignInAsync(page, name, "correct horse");
        await page.GotoAsync(auth.Address + "/account/passkeys");
        await page.GetByLabel("Name").FillAsync("My laptop");
        await page.GetByLabel("Present password").FillAsync("correct horse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove My laptop" })).ToBeVisibleAsync();
    }

    private static async Task RefusedAsync(AuthBrowser auth, IPage page)
    {
        await page.GotoAsync(auth.Address + "/signin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByText("This passkey does not sign in here.")).ToBeVisibleAsync();
    }

    private static async Task AddAuthenticatorAsync(IBrowserContext context, IPage page, bool verifies)
    {
        var devtools = await context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = verifies,
                ["isUserVerified"] = verifies,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
