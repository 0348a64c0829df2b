using System.Net;
using Quilt.Auth.ExternalSignIn;

namespace Quilt.Tests.Auth.External;

public sealed class ChooseNameTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private AuthHost Host => fixture.Host;

    private GitHubStandIn GitHub => fixture.GitHub;

    [Theory]
    [InlineData("admin", 9001, "The user name 'admin' is taken. Choose another.", "admin")]
    [InlineData("quilt", 9002, "The user name 'quilt' is reserved. Choose another.", "quilt")]
    [InlineData("Mona-Lisa", 9003, "A user name starts with a lower-case letter and holds only lower-case letters, digits and underscores.", "mona_lisa")]
    [InlineData("1st--Cat-", 9004, "A user name starts with a lower-case letter and holds only lower-case letters, digits and underscores.", "st_cat")]
    public async Task A_name_that_cannot_be_is_chosen_anew(string login, int id, string problem, string suggestion)
    {
        GitHub.Add(login, id);
        using var browser = new Browser(Host);

        await browser.SignInWithAsync("github", login);
        Assert.StartsWith("/signin/name", browser.Location, StringComparison.Ordinal);
        await browser.FollowAsync();
        Assert.Equal(("Choose a user name", problem), (browser.Heading, browser.Problem));
        Assert.Contains($"value=\"{suggestion}\"", browser.Html, StringComparison.Ordinal);
        Assert.StartsWith("/signin", (await new Browser(Host).GetAsync("/login")).Location, StringComparison.Ordinal);
        await browser.SubmitAsync(("username", $"chosen{id}"));
        Assert.Equal("/login", browser.Location);
        await browser.FollowAsync();

        Assert.Contains($"chosen{id}", browser.Html, StringComparison.Ordinal);
        using var again = new Browser(Host);
        Assert.Equal("/login", (await again.SignInWithAsync("github", login)).Location);
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.Conflict, "taken")]
    [InlineData("public", HttpStatusCode.BadRequest, "reserved")]
    [InlineData("team", HttpStatusCode.BadRequest, "reserved")]
    [InlineData("Bad-Name", HttpStatusCode.BadRequest, "lower-case")]
    [InlineData("", HttpStatusCode.BadRequest, "Choose a user name")]
    public async Task A_chosen_name_is_held_to_the_rules_of_registration(string name, HttpStatusCode status, string problem)
    {
        GitHub.Add("rule-keeper", 9101);
        using var browser = new Browser(Host);
        await browser.SignInWithAsync("github", "rule-keeper");
        await browser.FollowAsync();

        await browser.SubmitAsync(("username", name));

        Assert.Equal(status, browser.Status);
        Assert.Contains(problem, browser.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_with_the_same_address_is_not_taken_over_but_linked_by_its_owner()
    {
        await Host.RegisterAsync("owner");
        GitHub.Add("impostor", 9201, "Owner@example.com");
        using var browser = new Browser(Host);

        await browser.SignInWithAsync("github", "impostor");
        await browser.FollowAsync();
        Assert.Contains("An account here has the address", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync(("username", "impostor"));
        Assert.Equal("/login", browser.Location);
        await browser.GetAsync("/");

        Assert.Equal("impostor", browser.Heading);
        Assert.DoesNotContain("wner@example.com", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("LINKED", await Host.EventsOfAsync("owner"));
    }

    [Theory]
    [InlineData("tampered")]
    [InlineData("absent")]
    [InlineData("late")]
    [InlineData("used")]
    public async Task The_cookie_that_keeps_who_chooses_must_be_whole_and_young(string what)
    {
        await using var host = await AuthHost.StartAsync(settings: GitHub.Settings);
        GitHub.Add("cookie-holder", 9301);
        using var browser = new Browser(host);
        await browser.SignInWithAsync("github", "cookie-holder");
        var cookie = browser.Last.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(PendingIdentity.CookieName + "=", StringComparison.Ordinal)).Split(';')[0];
        await browser.FollowAsync();
        var page = browser.Html;
        if (what == "used")
        {
            await browser.SubmitAsync(("username", "holder_one"));
            Assert.Equal("/login", browser.Location);
        }

        host.Time.Advance(what == "late" ? PendingIdentity.Lifetime + TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        using var thief = new Browser(host);
        thief.SetCookie(what switch
        {
            "tampered" => cookie[..^10] + (cookie[^10] == 'A' ? 'B' : 'A') + cookie[^9..],
            "absent" => "other=x",
            _ => cookie,
        });
        await thief.GetAsync("/signin/name");
        if (what == "used")
        {
            // The page still opens, but opens nothing: neither the account that there is now nor a second one.
            await thief.SubmitAsync(("username", "holder_two"));
            Assert.Contains("Start again", await thief.RefusedAsync(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal((HttpStatusCode.BadRequest, "This took too long"), (thief.Status, thief.Heading));
        }

        Assert.StartsWith("/signin", (await thief.GetAsync("/login")).Location, StringComparison.Ordinal);
        Assert.Contains("cookie-holder", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_the_cookie_can_be_read()
    {
        GitHub.Add("Hidden-Name", 9401, "hidden@example.com");
        using var browser = new Browser(Host);

        await browser.SignInWithAsync("github", "Hidden-Name");

        var cookie = browser.Last.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(PendingIdentity.CookieName + "=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hidden", cookie, StringComparison.OrdinalIgnoreCase);
    }
}
