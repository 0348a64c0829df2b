using System.Net;
using Quilt.Auth.ExternalSignIn;

namespace Quilt.Tests.Auth.External;

public sealed class LinkTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private AuthHost Host => fixture.Host;

    private GitHubStandIn GitHub => fixture.GitHub;

    [Fact]
    public async Task Who_is_signed_in_links_GitHub_and_unlinks_it_again()
    {
        await Host.RegisterAsync("linker");
        GitHub.Add("linker-on-github", 10001);
        using var browser = new Browser(Host);
        await browser.SignInAsync("linker", "correct horse", "/account/sign-ins");

        await browser.LinkAsync("github", "linker-on-github");
        Assert.Equal("/account/sign-ins", browser.Location);
        await browser.FollowAsync();
        Assert.Contains("linker-on-github", browser.Html, StringComparison.Ordinal);
        using var other = new Browser(Host);
        Assert.Equal("linker", (await (await other.SignInWithAsync("github", "linker-on-github", "/")).FollowAsync()).Heading);
        await browser.SubmitAsync();
        Assert.DoesNotContain("linker-on-github", browser.Html, StringComparison.Ordinal);

        Assert.Equal(["UNLINKED", "LOGIN", "LINKED"], (await Host.EventsOfAsync("linker")).Take(3));
        Assert.StartsWith("/signin/name", (await other.SignInWithAsync("github", "linker-on-github")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_way_in_stays()
    {
        GitHub.Add("lonely", 10101);
        using var browser = new Browser(Host);
        await browser.SignInWithAsync("github", "lonely", "/account/sign-ins");
        await browser.FollowAsync();

        await browser.SubmitAsync();

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("last way into your account", browser.Problem, StringComparison.Ordinal);
        Assert.Equal("/login", (await browser.SignInWithAsync("github", "lonely")).Location);
    }

    [Fact]
    public async Task Of_two_racing_unlinks_one_leaves_the_last_way_in()
    {
        GitHub.Add("racer", 10201);
        GitHub.Add("racer-two", 10202);
        using var browser = new Browser(Host);
        await browser.SignInWithAsync("github", "racer", "/account/sign-ins");
        await browser.LinkAsync("github", "racer-two");
        var accounts = Host.App.Services;
        var results = await Task.WhenAll(new[] { "10201", "10202" }.Select(async subject =>
        {
            await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(accounts);
            var services = scope.ServiceProvider;
            var database = (Quilt.Auth.Database.AuthDbContext)services.GetService(typeof(Quilt.Auth.Database.AuthDbContext))!;
            var account = database.Users.Single(user => user.UserName == "racer");
            return await ((LinkedSignIns)services.GetService(typeof(LinkedSignIns))!).UnlinkAsync(account, GitHub.Address, subject, CancellationToken.None);
        }));

        Assert.Single(results, true);
    }

    [Fact]
    public async Task What_opens_another_account_is_not_linked()
    {
        GitHub.Add("taken", 10301);
        using var first = new Browser(Host);
        await first.SignInWithAsync("github", "taken");
        await Host.RegisterAsync("grabber");
        using var browser = new Browser(Host);
        await browser.SignInAsync("grabber", "correct horse", "/account/sign-ins");

        await browser.LinkAsync("github", "taken");

        Assert.Contains("opens another account here already", await browser.RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.DoesNotContain("LINKED", await Host.EventsOfAsync("grabber"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_signed_out_or_in_as_another_on_the_way_links_nothing(bool asAnother)
    {
        var (beginner, later) = ($"beginner{asAnother}".ToLowerInvariant(), $"later{asAnother}".ToLowerInvariant());
        await Host.RegisterAsync(beginner);
        await Host.RegisterAsync(later);
        GitHub.Add("wanderer", 10401);
        using var browser = new Browser(Host);
        await browser.SignInAsync(beginner, "correct horse", "/account/sign-ins");
        await browser.FollowAsync();
        await browser.SubmitToAsync("/signin/with/github");
        await browser.GetAsync(browser.Location + "&as=wanderer");
        var callback = browser.Location!;
        if (asAnother)
        {
            await browser.SignInAsync(later, "correct horse");
        }
        else
        {
            await browser.GetAsync("/signout");
            await browser.SubmitAsync();
        }

        await browser.GetAsync(callback);

        Assert.Contains("nothing was linked", await browser.RefusedAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("LINKED", await Host.EventsOfAsync(beginner));
        Assert.DoesNotContain("LINKED", await Host.EventsOfAsync(later));
    }

    [Fact]
    public async Task Linking_needs_a_sign_in_of_these_minutes()
    {
        await using var host = await AuthHost.StartAsync(settings: GitHub.Settings);
        using var browser = new Browser(host);
        await browser.SignInAsync("admin", AuthHost.AdminPassword, "/account/sign-ins");
        await browser.GetAsync("/account/sign-ins");
        var form = browser.Html;
        host.Time.Advance(LinkedSignIns.FreshFor + TimeSpan.FromSeconds(1));

        await browser.SubmitToAsync("/signin/with/github");
        Assert.StartsWith("/signin?returnUrl=", browser.Location, StringComparison.Ordinal);
        await browser.GetAsync("/account/sign-ins");

        Assert.Contains("Link GitHub", form, StringComparison.Ordinal);
        Assert.DoesNotContain("Link GitHub", browser.Html, StringComparison.Ordinal);
        Assert.Contains("sign in again", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_for_who_is_signed_in()
    {
        using var browser = new Browser(Host);

        Assert.StartsWith("/signin?returnUrl=%2Faccount%2Fsign-ins", (await browser.GetAsync("/account/sign-ins")).Location, StringComparison.Ordinal);
    }
}
