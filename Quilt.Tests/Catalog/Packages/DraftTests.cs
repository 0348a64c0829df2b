using System.Net;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Packages;

/// <summary>What becomes of a form when the session it belongs to is over; by a browser without script.</summary>
public sealed class DraftTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private const string Text = "Rows 3 & 4 are <b>twice</b> there.\nÄrgerlich, isn't it? 🙈";

    private string _package = "";

    private string Path => $"/package/{registry.User.Name}/{_package}";

    private Uri Comments => At(Path + "/comments");

    [Fact]
    public async Task A_comment_of_a_session_that_was_ended_elsewhere_waits_in_the_form_for_its_writer()
    {
        var writer = await registry.NewUserAsync();
        using var browser = await OpenAsync(writer);
        await EndSessionsAsync(writer);

        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "send"));
        Assert.Contains("Your comment was not sent.", browser.Html, StringComparison.Ordinal);
        Assert.Equal("/signin/ended", browser.Address.AbsolutePath);
        Assert.DoesNotContain("twice", string.Concat(browser.CookiesOf(Comments).Values), StringComparison.Ordinal);

        await SignInAgainAsync(browser, writer);
        Assert.Equal(Comments.AbsolutePath, browser.Address.AbsolutePath);
        Assert.Contains(Text, WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.Contains("It could not be sent:", browser.Html, StringComparison.Ordinal);
        Assert.Empty(await registry.User.Registry.GetCommentsAsync(registry.User.Name, _package));

        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "send"));
        Assert.Equal(Text, Assert.Single(await registry.User.Registry.GetCommentsAsync(registry.User.Name, _package)).Contents);
        Assert.DoesNotContain("It could not be sent:", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.CookiesOf(Comments).Keys, name => name.StartsWith("quilt-catalog-draft", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comment_of_a_session_that_expired_waits_too_and_can_be_discarded()
    {
        var writer = await registry.NewUserAsync();
        using var browser = await OpenAsync(writer);
        browser.Lose(Comments, "^quilt-catalog(C[0-9]+)?$");

        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "send"));
        Assert.Contains("Your comment was not sent.", browser.Html, StringComparison.Ordinal);
        await browser.FollowAsync("Sign in");
        Assert.Contains(Text, WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);

        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "drop"));
        Assert.Contains("Your draft is gone.", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("twice", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_at_the_same_browser_finds_it()
    {
        var writer = await registry.NewUserAsync();
        using var browser = await OpenAsync(writer);
        await EndSessionsAsync(writer);
        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "send"));

        await SignInAgainAsync(browser, await registry.NewUserAsync());

        Assert.Contains("Write a comment", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("twice", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_anew_is_shown_what_an_old_page_sends_and_sends_it_then()
    {
        var writer = await registry.NewUserAsync();
        using var browser = await OpenAsync(writer);
        browser.Lose(Comments, "^quilt-catalog-form$");

        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "send"));
        Assert.Contains("your comment was not sent. Send it now.", browser.Html, StringComparison.Ordinal);
        Assert.Contains(Text, WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.Empty(await registry.User.Registry.GetCommentsAsync(registry.User.Name, _package));

        await browser.SubmitFormAsync("comment", ("contents", Text), ("act", "send"));
        Assert.Single(await registry.User.Registry.GetCommentsAsync(registry.User.Name, _package));
    }

    [Theory]
    [InlineData(true, 401)]
    [InlineData(false, 400)]
    public async Task What_is_too_long_to_be_kept_is_shown_and_goes_on_after_signing_in_elsewhere(bool endedElsewhere, int status)
    {
        // Nothing packs this: ten thousand characters of no language.
        var random = new Random(7);
        var text = new string([.. Enumerable.Range(0, 10_000).Select(_ => (char)random.Next(0x4E00, 0x9FFF))]);
        var writer = await registry.NewUserAsync();
        using var browser = await OpenAsync(writer);
        if (endedElsewhere)
        {
            await EndSessionsAsync(writer);
        }
        else
        {
            browser.Lose(Comments, "^quilt-catalog(C[0-9]+)?$");
        }

        await browser.SubmitFormAsync("comment", ("contents", text), ("act", "send"));
        Assert.Equal(status, browser.Status);
        Assert.Contains(text, WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.DoesNotContain(browser.CookiesOf(Comments).Keys, name => name.StartsWith("quilt-catalog-draft", StringComparison.Ordinal));

        var page = browser.Html;
        await browser.FollowAsync("sign in on another page");
        if (endedElsewhere)
        {
            await browser.SubmitAsync(writer.Credentials);
        }

        await browser.SubmitFormAsync(page, "comment", [("contents", text), ("act", "show")]);
        Assert.Equal(200, browser.Status);
        await browser.SubmitFormAsync("comment", ("contents", text), ("act", "send"));
        Assert.Equal(text, Assert.Single(await registry.User.Registry.GetCommentsAsync(registry.User.Name, _package)).Contents);
    }

    [Fact]
    public async Task A_form_of_settings_or_access_does_nothing_and_says_so()
    {
        using var browser = await OpenAsync(registry.User);
        foreach (var (page, form, fields) in ((string, string, (string, string)[])[])[("/settings", "tag", [("tag", "half"), ("tagged", "latest")]), ("/access", "grant", [("who", "admin")])])
        {
            await browser.GoAsync(At(Path + page));
            browser.Lose(At("/"), "^quilt-catalog-form$");
            await browser.SubmitFormAsync(form, fields);
            Assert.Contains("nothing was done", browser.Html, StringComparison.Ordinal);
            Assert.Equal(Path + page, browser.Address.AbsolutePath);

            browser.Lose(At("/"), "^quilt-catalog(C[0-9]+)?$");
            await browser.SubmitFormAsync(form, fields);
            Assert.Contains("What you did last was not done.", browser.Html, StringComparison.Ordinal);
            await browser.FollowAsync("Sign in");
            Assert.Equal(Path + page, browser.Address.AbsolutePath);
        }

        Assert.Equal(["latest"], (await registry.User.Registry.GetTagsAsync(registry.User.Name, _package)).Select(tag => tag.Tag));
        Assert.DoesNotContain("admin", await registry.User.Registry.GetAccessAsync(registry.User.Name, _package));
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.BadRequest)]
    [InlineData("same-site", HttpStatusCode.BadRequest)]
    [InlineData("same-origin", HttpStatusCode.Redirect)]
    public async Task No_other_site_leaves_a_draft(string site, HttpStatusCode status)
    {
        await PushAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, Comments)
        {
            Content = new FormUrlEncodedContent([new("_handler", "comment"), new("writer", registry.User.Name), new("contents", "Not mine"), new("act", "send")]),
        };
        request.Headers.Add("Sec-Fetch-Site", site);

        using var answer = await http.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.Redirect, answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("quilt-catalog-draft", StringComparison.Ordinal)));
    }

    private Uri At(string path) => new(registry.Server.Catalog, path);

    private async Task PushAsync()
    {
        _package = FlowRegistry.NewName("discussed");
        await registry.User.PushAsync(_package, FlowPackage.Of(("a.csv", "1")), isPublic: true);
    }

    /// <summary>The page of comments on a package of its own, with somebody signed in.</summary>
    private async Task<PlainBrowser> OpenAsync(PythonClient user)
    {
        await PushAsync();
        return await PlainBrowser.SignedInAsync(registry.Server.Catalog, user, Comments.AbsolutePath);
    }

    private static async Task SignInAgainAsync(PlainBrowser browser, PythonClient user)
    {
        await browser.FollowAsync("Sign in");
        await browser.SubmitAsync(user.Credentials);
    }

    /// <summary>Everything that they had open ends.</summary>
    private async Task EndSessionsAsync(PythonClient user)
    {
        var admin = (await registry.AdminAsync()).Registry;
        await admin.DisableUserAsync(user.Name);
        await admin.EnableUserAsync(user.Name);
    }
}
