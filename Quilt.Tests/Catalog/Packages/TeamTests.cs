using System.Text.RegularExpressions;
using Quilt.Tests.Flows;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Catalog.Packages;

/// <summary>The catalog of a registry that packages are shared with its team in; by browsers without script.</summary>
public sealed class TeamTests : IAsyncLifetime
{
    private readonly StandaloneProcess _server = new();

    public Task InitializeAsync() => _server.StartAsync(new Dictionary<string, string>
    {
        ["Quilt__AllowTeamAccess"] = "true",
        ["Quilt__AllowAnonymousAccess"] = "false",
        ["Quilt__TeamName"] = "Acme <Labs>",
        ["Quilt__SignUp__AllowedEmailDomains__0"] = "example.org",
    });

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_package_is_shared_with_the_team_and_taken_back_and_the_start_page_is_the_teams()
    {
        var owner = await PythonClient.RegisterAsync(_server, "owner");
        var member = await PythonClient.RegisterAsync(_server, "member");
        await owner.PushAsync("ours", FlowPackage.Of(("README.md", "# Ours\n\nFor all of us.")));
        using var theirs = await PlainBrowser.SignedInAsync(_server.Catalog, member, "/");
        Assert.Contains("<h1>Data of Acme &lt;Labs&gt;</h1>", theirs.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("owner/ours", theirs.Html, StringComparison.Ordinal);
        await theirs.GoAsync(At("/package/owner/ours"));
        Assert.Equal(404, theirs.Status);

        // The owner is told what it means, and does it.
        using var browser = await PlainBrowser.SignedInAsync(_server.Catalog, owner, "/package/owner/ours/access");
        Assert.Contains("Nobody but the people below.", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Make public", browser.Html, StringComparison.Ordinal);
        await browser.FollowAsync("Make visible to the team…");
        Assert.Contains("everybody who signs in here, and nobody else", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("team", await owner.Registry.GetAccessAsync("owner", "ours"));
        await browser.SubmitFormAsync("audience");
        Assert.Contains("The package is visible to the team now.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Everybody who signs in here.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("team", await owner.Registry.GetAccessAsync("owner", "ours"));

        // It is not one of the people, and the form for people leads to the page that warns.
        Assert.DoesNotContain("Revoke access of team", browser.Html, StringComparison.Ordinal);
        await browser.SubmitFormAsync("grant", ("who", "team"));
        Assert.Equal("/package/owner/ours/access/team", browser.Address.AbsolutePath);

        await theirs.GoAsync(At("/"));
        Assert.Contains("Packages of Acme &lt;Labs&gt;", theirs.Html, StringComparison.Ordinal);
        Assert.Contains("For all of us.", theirs.Html, StringComparison.Ordinal);
        await theirs.GoAsync(At("/search?visibility=team"));
        Assert.Contains("href=\"/package/owner/ours\"", theirs.Html, StringComparison.Ordinal);
        await theirs.GoAsync(At("/package/owner/ours"));
        Assert.Matches("class=\"badge team\"", theirs.Html);
        using var stranger = new PlainBrowser();
        await stranger.GoAsync(At("/package/owner/ours"));
        Assert.Equal(_server.Auth.Port, stranger.Address.Port);

        await browser.SubmitFormAsync("audience");
        Assert.Contains("The package is no longer visible to the team.", browser.Html, StringComparison.Ordinal);
        await theirs.GoAsync(At("/package/owner/ours"));
        Assert.Equal(404, theirs.Status);
    }

    [Fact]
    public async Task The_page_of_policies_says_what_registry_and_sign_in_service_go_by()
    {
        using var browser = new PlainBrowser();
        await browser.GoAsync(At("/signin?next=/profile/admin/policies"));
        await browser.SubmitAsync(("username", "admin"), ("password", "quilt"));
        await browser.FollowAsync("Not now");
        Assert.Equal(
            [
                "Packages may be public, and are read without signing in: off", "Packages may be shared with everybody who signs in: allowed", "Administrators manage members here: allowed",
                "People sign up themselves: allowed", "E-mail addresses of people who sign up: example.org",
            ],
            Rows(browser.Html).Take(5));
        Assert.Contains("Quilt:AllowSignup", browser.Html, StringComparison.Ordinal);

        // An administrator chooses otherwise, on the page that this one leads to.
        await browser.FollowAsync("Change who may sign up");
        Assert.Equal(new Uri(_server.Auth, "/admin/sign-up"), browser.Address);
        await browser.SubmitFormAsync("choose", ("domains", "example.com\nexample.net"));
        await browser.GoAsync(At("/profile/admin/policies"));
        Assert.Equal(["People sign up themselves: off", "E-mail addresses of people who sign up: example.com, example.net"], Rows(browser.Html).Skip(3).Take(2));
        Assert.Equal(2, Regex.Count(browser.Html, "an administrator</a>"));
    }

    private static IEnumerable<string> Rows(string html) =>
        Regex.Matches(html, "<th scope=\"row\">(.*?)</th>\\s*<td>(.*?)</td>", RegexOptions.Singleline)
            .Select(row => $"{row.Groups[1].Value}: {Regex.Replace(row.Groups[2].Value, "<.*?>", "")}");

    private Uri At(string path) => new(_server.Catalog, path);
}
