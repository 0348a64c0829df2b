using System.Net;

namespace Quilt.Tests.Auth.Accounts;

public sealed class SignUpTests
{
    [Theory]
    [InlineData("a@example.com", true)]
    [InlineData("a@EXAMPLE.com", true)]
    [InlineData("a@evil.example.com", false)]
    [InlineData("a@example.com.evil", false)]
    [InlineData("a@example.org", false)]
    public async Task Only_allowed_domains_sign_up(string email, bool allowed)
    {
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:SignUp:AllowedEmailDomains:0", "example.com"));

        var answer = await host.PostJsonAsync("/api/register", new { username = "applicant", password = "correct horse", email });

        Assert.Equal(allowed ? "{}" : """{"message":"The e-mail address must be of example.com."}""", answer.Body);
    }

    [Theory]
    [InlineData("@example.com")]
    [InlineData("not a domain")]
    public async Task A_wrong_domain_stops_the_start(string domain)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AuthHost.StartAsync(database: "Host=nowhere", settings: ("Quilt:SignUp:AllowedEmailDomains:0", domain)));

        Assert.StartsWith("Quilt:SignUp:AllowedEmailDomains holds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_switches_signing_up_off_for_every_replica_and_leaves_it_to_the_configuration_again()
    {
        await using var host = await AuthHost.StartAsync();
        await using var replica = await AuthHost.StartAsync(host.Database);
        using var admin = new Browser(host);
        await admin.SignInAsync("admin", AuthHost.AdminPassword);
        using var visitor = new Browser(replica);
        await visitor.GetAsync("/signup");

        await (await admin.GetAsync("/admin/sign-up")).SubmitFormAsync("choose", ("domains", "example.com"));
        Assert.Contains("Nobody signs up any more.", admin.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotImplemented, (await RegisterAsync(replica, "late", "late@example.com")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.SubmitAsync(("username", "late"), ("email", "late@example.com"), ("password", "correct horse"))).Status);
        Assert.DoesNotContain("/signup", (await visitor.GetAsync("/signin")).Html, StringComparison.Ordinal);

        await admin.SubmitFormAsync("choose", ("open", "on"), ("domains", "example.com\r\nexample.org"));
        Assert.Equal("""{"message":"The e-mail address must be of example.com or example.org."}""", (await RegisterAsync(replica, "late", "late@example.net")).Body);
        Assert.Equal("{}", (await RegisterAsync(replica, "late", "late@example.org")).Body);

        await admin.SubmitFormAsync("forget");
        Assert.Equal("{}", (await RegisterAsync(replica, "later", "later@example.net")).Body);
        Assert.Equal(3, (await host.EventTypesAsync("admin")).Count(type => type == "SIGN_UP_CHANGED"));
    }

    [Fact]
    public async Task What_is_no_domain_changes_nothing()
    {
        await using var host = await AuthHost.StartAsync();
        using var admin = new Browser(host);
        await admin.SignInAsync("admin", AuthHost.AdminPassword);

        await (await admin.GetAsync("/admin/sign-up")).SubmitFormAsync("choose", ("domains", "@example.com"));

        Assert.Equal(HttpStatusCode.BadRequest, admin.Status);
        Assert.Contains("&#x27;@example.com&#x27; is no domain.", admin.Html, StringComparison.Ordinal);
        Assert.Equal("{}", (await RegisterAsync(host, "early", "early@example.net")).Body);
    }

    [Fact]
    public async Task A_wrong_switch_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AuthHost.StartAsync(database: "Host=nowhere", settings: ("Quilt:AllowSignup", "maybe")));

        Assert.Equal("Quilt:AllowSignup is 'maybe'. It must be true or false.", failure.Message);
    }

    private static Task<Answer> RegisterAsync(AuthHost host, string username, string email) =>
        host.PostJsonAsync("/api/register", new { username, password = "correct horse", email });
}
