using System.Collections.Concurrent;
using Microsoft.Playwright;
using Quilt.Auth.Applications;
using Quilt.Tests.Auth.TwoFactor;
using Quilt.Tests.Flows;
using Quilt.Tests.OpenId;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Auth.Pages;

/// <summary>What pages show only after a form was sent: problems at fields, secrets shown once, questions that are asked, notices.</summary>
public sealed class SentFormTests
{
    [BrowserFact]
    public async Task Pages_keep_the_rules_of_WCAG_also_after_a_form_was_sent()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.RegisterAsync("reader");
        await using var context = await auth.Chromium.NewContextAsync(new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 360, Height = 800 } });
        var visit = new Visit(auth, await context.NewPageAsync());

        await SignInWronglyAsync(visit);
        await auth.SignInAsync(visit.Page, "reader", "correct horse");
        await ChangeSettingsAsync(visit);
        await SignInWithTwoFactorsAsync(visit, await SwitchTwoFactorOnAsync(visit));
        await AllowAsync(visit);
        await context.ClearCookiesAsync();
        await auth.SignInAsync(visit.Page, "admin", AuthHost.AdminPassword);
        await AdministerAsync(visit);

        Assert.True(visit.Problems.IsEmpty, string.Join('\n', visit.Problems));
    }

    private static async Task SignInWronglyAsync(Visit visit)
    {
        await visit.GoAsync("/signin");
        await visit.FillAsync(("User name", "reader"), ("Password", "wrong"));
        await visit.SendAsync("Sign in", "a refused sign-in");

        await visit.GoAsync("/signup");
        await visit.SendAsync("Create account", "a refused sign-up");
    }

    private static async Task ChangeSettingsAsync(Visit visit)
    {
        await visit.GoAsync("/account/password");
        await visit.SendAsync("Set password", "a refused password");

        await visit.GoAsync("/account/email");
        await visit.SendAsync("Change address", "a refused address");

        await visit.GoAsync("/account/tokens");
        await visit.SendAsync("Make token", "a refused token");
        await visit.FillAsync(("Name", "nightly"));
        await visit.SendAsync("Make token", "a new token", "#token");
    }

    private static async Task<string> SwitchTwoFactorOnAsync(Visit visit)
    {
        await visit.GoAsync("/account/two-factor");
        await visit.SendAsync("Switch on", "a refused second factor");
        var key = (await visit.Page.Locator("code.key").TextContentAsync())!;
        await visit.FillAsync(("Code", TwoFactorTests.CodeOf(visit.Host, key)), ("Present password", "correct horse"));
        await visit.SendAsync("Switch on", "recovery codes", "#codes");
        return key;
    }

    private static async Task SignInWithTwoFactorsAsync(Visit visit, string key)
    {
        visit.Host.Time.Advance(TimeSpan.FromSeconds(60));
        await visit.Page.Context.ClearCookiesAsync();
        await visit.GoAsync(QuiltLogin.Path);
        await visit.FillAsync(("User name", "reader"), ("Password", "correct horse"));
        await visit.SendAsync("Sign in", "a question for the code", "input#code");
        await visit.FillAsync(("Code", "000000"));
        await visit.SendAsync("Sign in", "a refused code");
        await visit.FillAsync(("Code", TwoFactorTests.CodeOf(visit.Host, key)));
        await visit.SendAsync("Sign in", "the code for the command line", "output#code");
    }

    private static async Task AllowAsync(Visit visit)
    {
        var application = await OpenIdHost.CreateAsync(visit.Host, new("Report maker", ApplicationKind.Confidential, [OpenIdHost.Callback], ["profile", "read"], false, ""));
        await visit.GoAsync(OpenIdHost.AuthorizeUrl(application));
        await visit.CheckAsync("consent", "button[value=allow]");

        var device = await visit.Host.PostFormAsync("/connect/device", ("client_id", "quilt-cli"));
        await visit.GoAsync("/device?user_code=" + device["user_code"]);
        await visit.CheckAsync("a machine that asks", "button[value=approve]");
        await visit.SendAsync("Approve", "a machine that was let in", "h1:text('The machine is signed in')");
    }

    private static async Task AdministerAsync(Visit visit)
    {
        await visit.GoAsync("/admin/users/reader");
        await visit.SendAsync("Sign out everywhere", "what an admin did", ".notice.ok");

        await visit.GoAsync("/admin/users/reader/delete");
        await visit.SendAsync("Delete user", "a refused deletion");
        await visit.Page.GetByLabel("Move them to another user").CheckAsync();
        await visit.FillAsync(("New owner", "admin"), ("Type reader to confirm", "reader"));
        await visit.SendAsync("Delete user", "packages that are moved", "p[role=status]:has-text('waits for the registry')");
    }

    /// <summary>One page in the browser, and what is wrong with what it shows.</summary>
    private sealed class Visit(AuthBrowser auth, IPage page)
    {
        public IPage Page => page;

        public AuthHost Host => auth.Host;

        public ConcurrentQueue<string> Problems { get; } = [];

        public async Task GoAsync(string path) => await page.GotoAsync(auth.Address + path);

        public async Task FillAsync(params (string Label, string Text)[] fields)
        {
            foreach (var (label, text) in fields)
            {
                await page.GetByLabel(label, new() { Exact = true }).FillAsync(text);
            }
        }

        /// <summary>Presses a button, without the browser's own objections, and looks at what comes.</summary>
        /// <param name="button">Its name.</param>
        /// <param name="state">What is shown then.</param>
        /// <param name="sign">By what it is known.</param>
        public async Task SendAsync(string button, string state, string sign = "[role=alert], .error:not(:empty)")
        {
            await page.EvaluateAsync("for (const form of document.forms) form.noValidate = true");
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await CheckAsync(state, sign);
        }

        public async Task CheckAsync(string state, string sign)
        {
            await Expect(page.Locator(sign).First).ToBeVisibleAsync();
            foreach (var violation in await AxeChecks.RunAsync(page))
            {
                Problems.Enqueue($"{state}: {violation}");
            }

            // In the dark only colours are others, once those of buttons have faded over.
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await page.EvaluateAsync("Promise.allSettled(document.getAnimations().map(animation => animation.finished)).then(() => null)");
            foreach (var violation in await AxeChecks.RunAsync(page, "color-contrast"))
            {
                Problems.Enqueue($"{state}, dark: {violation}");
            }

            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                Problems.Enqueue($"{state}: wider than the screen");
            }
        }
    }
}
