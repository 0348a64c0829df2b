using System.Net;
using System.Text;
using Quilt.Tests.Auth;

namespace Quilt.Tests.TrustedPublishing;

/// <summary>Naming whom to trust.</summary>
public sealed class PublisherTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_GitHub_workflow_is_told_by_its_claims()
    {
        var session = await Host.RegisterAsync("owner");

        var added = await AddAsync("owner", session, """{"github":{"repository":"octo/data","workflow":"release.yml","ref":"refs/heads/main","environment":"live"}}""");
        var list = await Host.GetAsync("/api/publishers/owner/sales/", session);

        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.Equal("https://token.actions.githubusercontent.com", added["issuer"]);
        Assert.Equal("http://localhost:5000", added["audience"]);
        var claims = added.Json.GetProperty("claims");
        Assert.Equal("octo/data", claims.GetProperty("repository").GetString());
        Assert.Equal("octo/data/.github/workflows/release.yml@refs/heads/main", claims.GetProperty("workflow_ref").GetString());
        Assert.Equal("refs/heads/main", claims.GetProperty("ref").GetString());
        Assert.Equal("live", claims.GetProperty("environment").GetString());
        Assert.Equal(added["id"], Assert.Single(list.Json.GetProperty("publishers").EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"github":{}}""")]
    [InlineData("""{"github":{"repository":"data"}}""")]
    [InlineData("""{"github":{"repository":"octo/data","workflow":"release.yml"}}""")]
    [InlineData("""{"github":{"repository":"octo/data","workflow":"../x.yml","ref":"refs/heads/main"}}""")]
    [InlineData("""{"github":{"repository":"octo/data","ref":"main"}}""")]
    [InlineData("""{"github":{"repository":"octo/data"},"issuer":"https://issuer.example","claims":{"a":"b"}}""")]
    [InlineData("""{"issuer":"https://issuer.example"}""")]
    [InlineData("""{"issuer":"https://issuer.example","claims":{}}""")]
    [InlineData("""{"issuer":"https://issuer.example","claims":{"a":""}}""")]
    [InlineData("""{"issuer":"https://issuer.example","claims":{"a":1}}""")]
    [InlineData("""{"issuer":"https://issuer.example","claims":{"a":null}}""")]
    [InlineData("""{"issuer":"https://issuer.example","audience":"","claims":{"a":"b"}}""")]
    [InlineData("""{"issuer":"https://token.actions.githubusercontent.com","claims":{"ref":"refs/heads/main"}}""")]
    public async Task A_wish_that_makes_no_sense_or_trusts_everybody_is_refused(string body)
    {
        var name = "w" + Guid.NewGuid().ToString("N");
        var session = await Host.RegisterAsync(name);

        var answer = await AddAsync(name, session, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty(answer.Message);
        Assert.Equal("""{"publishers":[]}""", (await Host.GetAsync($"/api/publishers/{name}/sales/", session)).Body);
    }

    [Fact]
    public async Task Only_the_owner_learns_and_says_whom_a_package_trusts()
    {
        var owner = await Host.RegisterAsync("keeper");
        var other = await Host.RegisterAsync("other");
        var id = (await AddAsync("keeper", owner, """{"github":{"repository":"octo/data"}}"""))["id"];

        foreach (var package in (string[])["sales", "nothing"])
        {
            var path = $"/api/publishers/keeper/{package}";
            Assert.Equal((HttpStatusCode.Forbidden, "Only the package owner can manage trusted publishers."), StatusOf(await Host.GetAsync(path, other)));
            Assert.Equal((HttpStatusCode.Forbidden, "Only the package owner can manage trusted publishers."), StatusOf(await Host.PostJsonAsync(path, new { github = new { repository = "a/b" } }, other)));
            Assert.Equal((HttpStatusCode.Forbidden, "Only the package owner can manage trusted publishers."), StatusOf(await Host.SendAsync(HttpMethod.Delete, $"{path}/{id}", other)));
            Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Host.SendAsync(HttpMethod.Delete, $"/api/publishers/other/sales/{id}", other)).Status);
        Assert.Equal("{}", (await Host.SendAsync(HttpMethod.Delete, $"/api/publishers/keeper/sales/{id}", owner)).Body);

        static (HttpStatusCode, string) StatusOf(Answer answer) => (answer.Status, answer.Message);
    }

    [Fact]
    public async Task The_page_trusts_a_workflow_and_takes_it_back()
    {
        await Host.RegisterAsync("pager");
        using var browser = new Browser(Host);
        await browser.SignInAsync("pager", "correct horse", "/account/publishers");
        await browser.FollowAsync();

        await browser.SubmitAsync(("package", "sales"), ("repository", "no repository"));
        Assert.Equal((HttpStatusCode.BadRequest, "The repository must be written as owner/name."), (browser.Status, browser.Problem));
        await browser.SubmitAsync(("package", "sales"), ("repository", "octo/data"));
        Assert.Contains("octo/data may push to pager/sales from now on.", browser.Html, StringComparison.Ordinal);

        // The first form is now the one that removes it.
        await browser.SubmitAsync();
        Assert.Contains("It is trusted no longer", browser.Html, StringComparison.Ordinal);
        Assert.Contains("You trust nobody to push.", browser.Html, StringComparison.Ordinal);
    }

    private Task<Answer> AddAsync(string owner, string session, string body) =>
        Host.SendAsync(HttpMethod.Post, $"/api/publishers/{owner}/sales/", session, new StringContent(body, Encoding.UTF8, "application/json"));
}
