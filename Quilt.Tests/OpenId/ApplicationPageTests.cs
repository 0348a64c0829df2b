using System.Net;
using System.Text.RegularExpressions;
using Quilt.Auth.Applications;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>Admins register and delete the applications of others.</summary>
public sealed partial class ApplicationPageTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData("/admin/applications")]
    [InlineData("/admin/applications/new")]
    [InlineData("/admin/applications/delete?id=0197f3a0-0000-7000-8000-000000000000")]
    public async Task To_others_the_pages_do_not_exist(string path)
    {
        using var stranger = new Browser(Clients.Host);
        using var member = await Clients.SignInAsync("member");

        Assert.StartsWith("/signin?returnUrl=", (await stranger.GetAsync(path)).Location, StringComparison.Ordinal);
        await member.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, "There is no such page"), (member.Status, member.Heading));
    }

    [Fact]
    public async Task A_member_cannot_register_one_with_an_admins_form()
    {
        using var member = await Clients.SignInAsync("forger");
        await member.GetAsync("/account/applications");

        await member.SubmitElsewhereAsync("/admin/applications/new", ("_handler", "application"), ("name", "Forged"), ("kind", "Service"));

        Assert.NotEqual(HttpStatusCode.OK, member.Status);
        using var admin = await Clients.SignInAsync("admin");
        Assert.DoesNotContain("Forged", (await admin.GetAsync("/admin/applications")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_application_shows_its_secret_once_works_and_dies_with_its_tokens()
    {
        using var admin = await Clients.SignInAsync("admin");
        await admin.GetAsync("/admin/applications/new");
        await admin.SubmitAsync(("name", "Reports"), ("kind", "Confidential"), ("redirect", OpenIdHost.Callback), ("scope", "read"));
        var client = new Client(Shown().Matches(admin.Html)[0].Groups[1].Value, Shown().Matches(admin.Html)[1].Groups[1].Value);
        var tokens = await Clients.TokensAsync(client, "customer");
        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);

        await admin.GetAsync("/admin/applications");
        Assert.Contains(client.Id, admin.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Secret!, admin.Html, StringComparison.Ordinal);
        await admin.GetAsync(DeleteLink().Match(admin.Html[admin.Html.IndexOf(client.Id, StringComparison.Ordinal)..]).Groups[1].Value);
        Assert.Equal("Delete Reports?", admin.Heading);
        await admin.SubmitAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.Equal("invalid_client", (await Clients.RefreshAsync(client, tokens["refresh_token"]))["error"]);
        Assert.DoesNotContain(client.Id, (await admin.GetAsync("/admin/applications")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The name must have")]
    [InlineData("a name that is longer than anybody would ever want to read it on a page", "The name must have")]
    public void A_name_is_short_and_there(string name, string problem) =>
        Assert.StartsWith(problem, new NewApplication(name, ApplicationKind.Public, ["https://a.test/"], [], false, "").Check()!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://app.example.com/cb", "Confidential", true)]
    [InlineData("https://app.example.com/cb?x=1", "Confidential", true)]
    [InlineData("http://localhost:8080/cb", "Confidential", true)]
    [InlineData("http://127.0.0.1/cb", "Public", true)]
    [InlineData("http://[::1]/cb", "Public", true)]
    [InlineData("com.example.app:/cb", "Public", true)]
    [InlineData("com.example.app:/cb", "Confidential", false)]
    [InlineData("app:/cb", "Public", false)]
    [InlineData("javascript:alert(1)", "Public", false)]
    [InlineData("data:text/html,x", "Public", false)]
    [InlineData("http://app.example.com/cb", "Confidential", false)]
    [InlineData("http://localhost.evil.test/cb", "Public", false)]
    [InlineData("https://*.example.com/cb", "Confidential", false)]
    [InlineData("https://user@example.com/cb", "Confidential", false)]
    [InlineData("https://example.com/cb#x", "Confidential", false)]
    [InlineData("https://example.com\\@evil.test/cb", "Confidential", false)]
    [InlineData("/cb", "Confidential", false)]
    [InlineData("", "Confidential", false)]
    public void A_redirect_address_keeps_codes_from_others(string address, string kind, bool isGood) =>
        Assert.Equal(isGood, RedirectAddress.Check(address, Enum.Parse<ApplicationKind>(kind)) is null);

    [Theory]
    [InlineData("Service", "https://a.test/", "", "", "", "redirect")]
    [InlineData("Service", "", "read", "", "", "account")]
    [InlineData("Service", "", "read", "", "nobody_at_all", "account")]
    [InlineData("Service", "", "read", "true", "robot", "devices")]
    [InlineData("Confidential", "", "read", "", "", "redirect")]
    [InlineData("Confidential", "http://a.test/", "read", "", "", "redirect")]
    [InlineData("Confidential", "https://a.test/", "admin", "", "", "scope")]
    [InlineData("Public", "https://a.test/", "internal", "", "", "scope")]
    [InlineData("Public", "https://a.test/", "read", "", "robot", "account")]
    public async Task The_form_says_what_is_wrong_and_where(string kind, string redirect, string scope, string devices, string account, string field)
    {
        using var admin = await Clients.SignInAsync("admin");
        await admin.GetAsync("/admin/applications/new");

        await admin.SubmitAsync([("name", "Wrong"), ("kind", kind), ("redirect", redirect), ("account", account), .. Given("scope", scope), .. Given("devices", devices)]);

        Assert.Equal(HttpStatusCode.BadRequest, admin.Status);
        Assert.Matches($"id=\"{field}-error\">[^<]+<", admin.Html);

        static (string, string)[] Given(string name, string value) => value.Length == 0 ? [] : [(name, value)];
    }

    [GeneratedRegex("<output class=\"code\" id=\"client-[a-z]+\">(.*?)</output>")]
    private static partial Regex Shown();

    [GeneratedRegex("href=\"(/admin/applications/delete[^\"]*)\"")]
    private static partial Regex DeleteLink();
}
