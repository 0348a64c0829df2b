using System.Net;
using Npgsql;
using Quilt.Auth.Links;
using Quilt.Auth.Passwords;

namespace Quilt.Tests.Auth;

public sealed class PasswordResetTests(MailedAuthFixture fixture) : IClassFixture<MailedAuthFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_ends_everything()
    {
        var token = await fixture.ActivateAsync("forgetful");
        var (access, refresh) = await Host.LogInCommandLineAsync(token);
        var code = (await Host.GetAsync("/api/code", token))["code"];
        using var browser = new Browser(Host);
        await browser.SignInAsync("forgetful", "correct horse");
        var link = await AskAsync("Forgetful@Example.COM", "forgetful@example.com");

        var changed = await ChangeAsync(link, "battery staple");
        var again = await ChangeAsync(link, "battery staple 2");

        Assert.Equal((HttpStatusCode.OK, "{}"), (changed.Status, changed.Body));
        Assert.Equal((HttpStatusCode.Unauthorized, "The link is wrong, used or expired. Ask for a new one."), (again.Status, again.Message));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", code))).Status);
        Assert.StartsWith("/signin", (await browser.GetAsync("/login")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostJsonAsync("/api/login", new { username = "forgetful", password = "correct horse" })).Status);
        await Host.LogInAsync("forgetful", "battery staple");
    }

    [Fact]
    public async Task Unknown_addresses_and_disabled_accounts_are_answered_alike_and_get_no_mail()
    {
        await fixture.ActivateAsync("blocked");
        await fixture.ActivateAsync("asker");
        await Host.PostJsonAsync("/api/users/disable", new { username = "blocked" }, await Host.LogInAsync("admin", AuthHost.AdminPassword));

        string[] nobody = ["stranger@example.com", "blocked@example.com", "no address", "a@b\r\nBcc: c@d", ""];
        foreach (var email in nobody)
        {
            var answer = await Host.PostJsonAsync("/api/reset_password", new { email });
            Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body));
        }

        // Wishes are carried out in order: when the last one's mail is there, the others had theirs.
        await AskAsync("asker@example.com", "asker@example.com");
        Assert.DoesNotContain(fixture.Mail.Received, mail => mail.To is "stranger@example.com" or "c@d");
        Assert.DoesNotContain(fixture.Mail.Received, mail => mail.To == "blocked@example.com" && mail.Message.Subject!.Contains("password", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("battery staple", "", HttpStatusCode.Unauthorized)]
    [InlineData("battery staple", "0123456789abcdef0123456789abcdef01234567", HttpStatusCode.Unauthorized)]
    [InlineData("battery staple", "../..", HttpStatusCode.Unauthorized)]
    [InlineData("short77", "0123456789abcdef0123456789abcdef01234567", HttpStatusCode.BadRequest)]
    [InlineData("", "", HttpStatusCode.BadRequest)]
    public async Task A_wrong_link_is_401_and_a_short_password_400(string password, string link, HttpStatusCode status)
    {
        var answer = await ChangeAsync(link, password);

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Message);
    }

    [Fact]
    public async Task A_short_password_does_not_use_the_link_up()
    {
        await fixture.ActivateAsync("hasty");
        var link = await AskAsync("hasty@example.com", "hasty@example.com");

        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(link, "short77")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(link, new string('x', 1025))).Status);
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync(link, "battery staple")).Status);
    }

    [Fact]
    public async Task Of_racing_uses_of_one_link_exactly_one_wins()
    {
        await fixture.ActivateAsync("raced");
        var link = await AskAsync("raced@example.com", "raced@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => ChangeAsync(link, $"battery staple {index}")));

        var winner = Assert.Single(Enumerable.Range(0, 6), index => answers[index].Status == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        await Host.LogInAsync("raced", $"battery staple {winner}");
    }

    [Fact]
    public async Task A_link_ends_with_any_other_change_of_the_password_and_with_its_day()
    {
        var time = new ShiftedTime();
        await using var host = await AuthHost.StartAsync(time: time, settings: [.. fixture.Mail.Settings]);
        await host.PostJsonAsync("/api/users/create", new { username = "fickle", email = "fickle@example.com" }, await host.LogInAsync("admin", AuthHost.AdminPassword));
        var first = (await fixture.Mail.FindAsync("fickle@example.com", "Welcome")).Link.Segments[^1];
        await host.PostJsonAsync("/api/reset_password", new { email = "fickle@example.com" });
        var second = (await fixture.Mail.FindAsync("fickle@example.com", "Set a new Quilt password")).Link.Segments[^1];

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(second)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(first)).Status);

        await host.PostJsonAsync("/api/users/create", new { username = "late", email = "late@example.com" }, await host.LogInAsync("admin", AuthHost.AdminPassword));
        var third = (await fixture.Mail.FindAsync("late@example.com", "Welcome")).Link.Segments[^1];
        time.Advance(MailedLinks.PasswordLifetime);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(third)).Status);

        Task<Answer> PostAsync(string link) => host.PostJsonAsync("/api/change_password", new { password = "battery staple", link });
    }

    [Fact]
    public async Task Links_are_stored_hashed_and_are_in_no_event()
    {
        await fixture.ActivateAsync("secretive");
        var link = await AskAsync("secretive@example.com", "secretive@example.com");
        await using var source = NpgsqlDataSource.Create(Host.Database);
        await using var command = source.CreateCommand("SELECT encode(hash, 'escape') FROM mailed_links UNION ALL SELECT e::text FROM security_events e");
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await reader.ReadAsync())
        {
            stored.Add(reader.GetString(0));
        }

        Assert.NotEmpty(stored);
        Assert.All(stored, text => Assert.DoesNotContain(link, text, StringComparison.Ordinal));
        Assert.All(stored, text => Assert.DoesNotContain("correct horse", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_link_leads_to_the_catalog_whatever_host_was_asked()
    {
        await fixture.ActivateAsync("poisoned");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/reset_password")
        {
            Content = new StringContent("""{"email":"poisoned@example.com"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var answer = await Host.Http.SendAsync(request);

        var mail = await fixture.Mail.FindAsync("poisoned@example.com", "Set a new Quilt password");

        Assert.StartsWith(AuthHost.Catalog + "/reset_password/", mail.Link.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_lead_from_a_forgotten_password_to_a_new_one()
    {
        await fixture.ActivateAsync("clicker");
        using var browser = new Browser(Host);
        await browser.GetAsync("/signin");
        Assert.Contains("href=\"/forgot\"", browser.Html, StringComparison.Ordinal);

        await browser.GetAsync("/forgot");
        await browser.SubmitAsync(("email", "nonsense"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.SubmitAsync(("email", " clicker@example.com "));
        Assert.Equal((HttpStatusCode.OK, "Look into your mailbox"), (browser.Status, browser.Heading));
        var link = (await fixture.Mail.FindAsync("clicker@example.com", "Set a new Quilt password")).Link.AbsolutePath;

        await browser.GetAsync(link);
        Assert.Equal("Set a new password", browser.Heading);
        await browser.SubmitAsync(("password", "short"), ("repeated", "short"));
        Assert.Equal((HttpStatusCode.BadRequest, "A password needs at least 8 characters."), (browser.Status, browser.Problem));
        await browser.SubmitAsync(("password", "battery staple"), ("repeated", "battery stable"));
        Assert.Equal("The two passwords are not the same.", browser.Problem);
        await browser.SubmitAsync(("password", "battery staple"), ("repeated", "battery staple"));
        Assert.Equal((HttpStatusCode.OK, "Password set"), (browser.Status, browser.Heading));

        await browser.GetAsync(link);
        Assert.Equal((HttpStatusCode.Unauthorized, "This link no longer works"), (browser.Status, browser.Heading));
        Assert.Equal("/login", (await browser.SignInAsync("clicker", "battery staple")).Location);
    }

    [Fact]
    public async Task Too_many_wishes_are_refused_alike_for_known_and_unknown_addresses()
    {
        await using var host = await AuthHost.StartAsync();
        foreach (var email in (string[])["admin@example.com", "stranger@example.com"])
        {
            for (var wish = 0; wish < PasswordResetRequests.PerAccount; wish++)
            {
                Assert.Equal(HttpStatusCode.OK, (await host.PostJsonAsync("/api/reset_password", new { email })).Status);
            }

            var refused = await host.PostJsonAsync("/api/reset_password", new { email = email.ToUpperInvariant() });
            Assert.Equal((HttpStatusCode.TooManyRequests, "Too many password resets. Wait a while and try again."), (refused.Status, refused.Message));
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
        }
    }

    private async Task<string> AskAsync(string typed, string stored)
    {
        var answer = await Host.PostJsonAsync("/api/reset_password", new { email = typed });
        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body));
        return (await fixture.Mail.FindAsync(stored, "Set a new Quilt password")).Link.Segments[^1];
    }

    private Task<Answer> ChangeAsync(string link, string password) => Host.PostJsonAsync("/api/change_password", new { password, link });
}
