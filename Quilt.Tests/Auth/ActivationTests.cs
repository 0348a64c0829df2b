using System.Net;
using Quilt.Auth.Links;

namespace Quilt.Tests.Auth;

public sealed class ActivationTests(MailedAuthFixture fixture) : IClassFixture<MailedAuthFixture>
{
    private const string Error = AuthHost.Catalog + "/activation_error";

    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task An_account_waits_for_its_link_and_is_welcomed_then()
    {
        var registered = await RegisterAsync("waiter");
        var early = await LogInAsync("waiter");
        var mail = await fixture.Mail.FindAsync("waiter@example.com", "Activate your Quilt account");

        var activated = await Host.GetAsync(mail.Link.AbsolutePath);
        var again = await Host.GetAsync(mail.Link.AbsolutePath);

        Assert.Equal((HttpStatusCode.OK, "{}"), (registered.Status, registered.Body));
        Assert.Equal((HttpStatusCode.Unauthorized, "The user name or the password is wrong."), (early.Status, early.Message));
        Assert.StartsWith(AuthHost.Registry + "/activate/", mail.Link.OriginalString, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, AuthHost.Catalog + "/signin"), (activated.Status, activated.Headers.Location!.OriginalString));
        Assert.Equal((HttpStatusCode.Redirect, Error), (again.Status, again.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync("waiter")).Status);
        Assert.Equal(AuthHost.Catalog, (await fixture.Mail.FindAsync("waiter@example.com", "Welcome to Quilt, waiter")).Link.OriginalString.TrimEnd('/'));
        var notice = await fixture.Mail.FindAsync("admin@example.com", "New user waiter");
        Assert.Contains("waiter (waiter@example.com) has an account", notice.Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(["REGISTERED", "LOGIN_FAILED", "ACTIVATED", "LOGIN", "TOKEN_CREATED"], await Host.EventTypesAsync("waiter"));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData("x")]
    [InlineData("a%0Ab")]
    [InlineData("..%2F..%2Fsignin")]
    public async Task A_made_up_link_leads_to_the_error_page(string link)
    {
        var answer = await Host.GetAsync("/activate/" + link);

        Assert.Equal((HttpStatusCode.Redirect, Error), (answer.Status, answer.Headers.Location!.OriginalString));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_link_to_set_a_password_does_not_activate()
    {
        await fixture.ActivateAsync("mixer");
        await Host.PostJsonAsync("/api/reset_password", new { email = "mixer@example.com" });
        var mail = await fixture.Mail.FindAsync("mixer@example.com", "Set a new Quilt password");

        Assert.Equal(Error, (await Host.GetAsync("/activate/" + mail.Link.Segments[^1])).Headers.Location!.OriginalString);
        var used = await Host.PostJsonAsync("/api/change_password", new { password = "battery staple", link = mail.Link.Segments[^1] });
        Assert.Equal(HttpStatusCode.OK, used.Status);
    }

    [Fact]
    public async Task A_late_link_leads_to_the_error_page_and_a_forgotten_password_helps()
    {
        await using var late = new LateHost();
        await late.InitializeAsync();
        await late.Host.PostJsonAsync("/api/register", new { username = "sleeper", password = "correct horse", email = "sleeper@example.com" });
        var mail = await late.Mail.FindAsync("sleeper@example.com", "Activate");
        late.Host.Time.Advance(MailedLinks.ActivationLifetime);

        Assert.Equal(Error, (await late.Host.GetAsync(mail.Link.AbsolutePath)).Headers.Location!.OriginalString);
        await late.Host.PostJsonAsync("/api/reset_password", new { email = "sleeper@example.com" });
        var link = (await late.Mail.FindAsync("sleeper@example.com", "Set a new Quilt password")).Link.Segments[^1];
        await late.Host.PostJsonAsync("/api/change_password", new { password = "battery staple", link });

        await late.Host.LogInAsync("sleeper", "battery staple");
        await late.Mail.FindAsync("sleeper@example.com", "Welcome");
        Assert.Equal(["REGISTERED", "PASSWORD_RESET_REQUESTED", "PASSWORD_CHANGED", "ACTIVATED", "LOGIN", "TOKEN_CREATED"], await late.Host.EventTypesAsync("sleeper"));
    }

    [Fact]
    public async Task An_account_that_an_admin_disabled_before_is_not_activated()
    {
        await RegisterAsync("unwanted");
        var mail = await fixture.Mail.FindAsync("unwanted@example.com", "Activate");
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);

        await Host.PostJsonAsync("/api/users/disable", new { username = "unwanted" }, admin);

        Assert.Equal(Error, (await Host.GetAsync(mail.Link.AbsolutePath)).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await LogInAsync("unwanted")).Status);
    }

    [Fact]
    public async Task Of_racing_activations_exactly_one_counts()
    {
        await RegisterAsync("eager");
        var mail = await fixture.Mail.FindAsync("eager@example.com", "Activate");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Host.GetAsync(mail.Link.AbsolutePath)));

        Assert.Single(answers, answer => answer.Headers.Location!.OriginalString == AuthHost.Catalog + "/signin");
    }

    [Fact]
    public async Task The_sign_up_page_tells_to_look_into_the_mailbox_and_signs_nobody_in()
    {
        using var browser = new Browser(Host);
        await browser.GetAsync("/signup");

        await browser.SubmitAsync(("username", "paged"), ("email", "paged@example.com"), ("password", "correct horse"));

        Assert.Equal((HttpStatusCode.OK, "Look into your mailbox"), (browser.Status, browser.Heading));
        Assert.StartsWith("/signin", (await browser.GetAsync("/login")).Location, StringComparison.Ordinal);
        await fixture.Mail.FindAsync("paged@example.com", "Activate");
    }

    [Fact]
    public async Task Without_a_mail_server_accounts_are_active_at_once_and_the_mails_lie_in_the_outbox()
    {
        var outbox = Directory.CreateTempSubdirectory("quilt-mail-");
        await using (var host = await AuthHost.StartAsync(settings: ("Quilt:Mail:OutboxFolder", outbox.FullName)))
        {
            await host.RegisterAsync("local");
        }

        var subjects = outbox.GetFiles().Select(file => MimeKit.MimeMessage.Load(file.FullName)).Select(message => $"{message.To}: {message.Subject}");
        Assert.Equal(["admin@example.com: New user local", "local@example.com: Welcome to Quilt, local"], subjects.Order());
        outbox.Delete(recursive: true);
    }

    private Task<Answer> RegisterAsync(string name) =>
        Host.PostJsonAsync("/api/register", new { username = name, password = "correct horse", email = name + "@example.com" });

    private Task<Answer> LogInAsync(string name) => Host.PostJsonAsync("/api/login", new { username = name, password = "correct horse" });

    /// <summary>A host whose clock is not shared with other tests.</summary>
    private sealed class LateHost : IAsyncDisposable
    {
        private readonly MailedAuthFixture _fixture = new();

        public AuthHost Host => _fixture.Host;

        public Mail.SmtpListener Mail => _fixture.Mail;

        public Task InitializeAsync() => _fixture.InitializeAsync();

        public async ValueTask DisposeAsync() => await _fixture.DisposeAsync();
    }
}
