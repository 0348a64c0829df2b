using System.Net;

namespace Quilt.Tests.Auth.Emails;

public sealed class EmailChangeTests(MailedAuthFixture fixture) : IClassFixture<MailedAuthFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_link_to_the_new_address_confirms_it_and_the_old_one_is_told()
    {
        var token = await fixture.ActivateAsync("mover");
        using var browser = await AskAsync("mover", "mover.new@example.com");
        Assert.Equal("mover@example.com", (await Host.GetAsync("/api/me", token))["email"]);
        var mail = await fixture.Mail.FindAsync("mover.new@example.com", "Confirm your new");

        // Opening it changes nothing: scanners do that.
        await browser.GetAsync(mail.Link.AbsolutePath);
        Assert.Equal((HttpStatusCode.OK, "mover@example.com"), (browser.Status, (await Host.GetAsync("/api/me", token))["email"]));
        await browser.SubmitAsync();

        Assert.Equal("Address confirmed", browser.Heading);
        Assert.Equal("mover.new@example.com", (await Host.GetAsync("/api/me", token))["email"]);
        Assert.Contains("mover.new@example.com", (await fixture.Mail.FindAsync("mover@example.com", "account has changed")).Raw, StringComparison.Ordinal);
        Assert.Equal("EMAIL_CHANGED", (await Host.EventTypesAsync("mover"))[^1]);
        Assert.Equal((HttpStatusCode.Unauthorized, "This link no longer works"), ((await browser.GetAsync(mail.Link.AbsolutePath)).Status, browser.Heading));
        Assert.StartsWith(AuthHost.Issuer, mail.Link.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_link_to_the_old_address_ends_with_the_change()
    {
        await fixture.ActivateAsync("careful");
        await Host.PostJsonAsync("/api/reset_password", new { email = "careful@example.com" });
        var reset = (await fixture.Mail.FindAsync("careful@example.com", "Set a new Quilt password")).Link.Segments[^1];
        using var browser = await AskAsync("careful", "careful.new@example.com");
        await browser.GetAsync((await fixture.Mail.FindAsync("careful.new@example.com", "Confirm your new")).Link.AbsolutePath);
        await browser.SubmitAsync();

        Assert.Equal("Address confirmed", browser.Heading);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostJsonAsync("/api/change_password", new { password = "battery staple", link = reset })).Status);
    }

    [Fact]
    public async Task An_address_that_somebody_has_got_meanwhile_is_refused_at_the_link()
    {
        await fixture.ActivateAsync("late_one");
        using var browser = await AskAsync("late_one", "contested@example.com");
        var link = (await fixture.Mail.FindAsync("contested@example.com", "Confirm your new")).Link.AbsolutePath;
        Assert.Equal("{}", (await Host.PostJsonAsync("/api/register", new { username = "early_one", password = "correct horse", email = "Contested@example.com" })).Body);

        await browser.GetAsync(link);
        await browser.SubmitAsync();

        Assert.Equal((HttpStatusCode.Conflict, "Another account has this address"), (browser.Status, browser.Heading));
    }

    [Theory]
    [InlineData("nonsense", "correct horse", "The e-mail address does not look like one. It should be like name@example.com.")]
    [InlineData("strict@example.com", "correct horse", "This is the address that the account has.")]
    [InlineData("strict.new@example.com", "wrong", "This is not the present password.")]
    [InlineData("strict.new@example.com", "", "This is not the present password.")]
    public async Task What_is_wrong_is_said_and_nothing_is_mailed(string email, string password, string problem)
    {
        if ((await Host.EventsAsync("strict")).Count == 0)
        {
            await fixture.ActivateAsync("strict");
        }

        using var browser = new Browser(Host);
        await browser.SignInAsync("strict", "correct horse");
        await browser.GetAsync("/account/email");
        await browser.SubmitAsync(("email", email), ("current", password));

        Assert.Equal((HttpStatusCode.BadRequest, problem), (browser.Status, browser.Problem));
        Assert.DoesNotContain(fixture.Mail.Received, mail => mail.To == "strict.new@example.com");
    }

    [Fact]
    public async Task Without_a_mail_server_the_address_changes_at_once()
    {
        await using var host = await AuthHost.StartAsync();
        var token = await host.RegisterAsync("local");
        using var browser = new Browser(host);
        await browser.SignInAsync("local", "correct horse");
        await browser.GetAsync("/account/email");
        await browser.SubmitAsync(("email", "admin@example.com"), ("current", "correct horse"));
        Assert.Equal((HttpStatusCode.Conflict, "Another account has this address."), (browser.Status, browser.Problem));

        await browser.SubmitAsync(("email", "new@example.com"), ("current", "correct horse"));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("new@example.com", (await host.GetAsync("/api/me", token))["email"]);
    }

    private async Task<Browser> AskAsync(string name, string email)
    {
        var browser = new Browser(Host);
        await browser.SignInAsync(name, "correct horse");
        await browser.GetAsync("/account/email");
        await browser.SubmitAsync(("email", email), ("current", "correct horse"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return browser;
    }
}
