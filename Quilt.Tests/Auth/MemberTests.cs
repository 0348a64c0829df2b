using System.Net;

namespace Quilt.Tests.Auth;

public sealed class MemberTests(MailedAuthFixture fixture) : IClassFixture<MailedAuthFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task An_admin_makes_an_account_whose_owner_sets_the_password()
    {
        var created = await AsAdminAsync("create", new { username = "invitee", email = "invitee@example.com" });
        var mail = await fixture.Mail.FindAsync("invitee@example.com", "Welcome to Quilt, invitee");
        var before = await Host.PostJsonAsync("/api/login", new { username = "invitee", password = "" });

        await Host.PostJsonAsync("/api/change_password", new { password = "battery staple", link = mail.Link.Segments[^1] });

        Assert.Equal((HttpStatusCode.OK, "{}"), (created.Status, created.Body));
        Assert.Equal(HttpStatusCode.Unauthorized, before.Status);
        await Host.LogInAsync("invitee", "battery staple");
        Assert.Contains("made by admin", (await fixture.Mail.FindAsync("admin@example.com", "New user invitee")).Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(["USER_CREATED", "LOGIN_FAILED", "PASSWORD_CHANGED", "LOGIN", "TOKEN_CREATED"], await Host.EventTypesAsync("invitee"));
    }

    [Theory]
    [InlineData("create", "admin", "new@example.com", 409)]
    [InlineData("create", "newcomer", "ADMIN@example.com", 409)]
    [InlineData("create", "New", "new@example.com", 400)]
    [InlineData("create", "public", "new@example.com", 400)]
    [InlineData("create", "", "new@example.com", 400)]
    [InlineData("create", "newcomer", "no address", 400)]
    [InlineData("disable", "nobody", null, 404)]
    [InlineData("enable", "nobody", null, 404)]
    [InlineData("delete", "nobody", null, 404)]
    [InlineData("reset_password", "nobody", null, 404)]
    [InlineData("delete", "No Name\n", null, 404)]
    [InlineData("disable", "admin", null, 403)]
    [InlineData("delete", "admin", null, 403)]
    [InlineData("reset_password", "admin", null, 403)]
    [InlineData("enable", "admin", null, 200)]
    public async Task What_an_admin_may_not_do_is_refused_and_changes_nothing(string act, string username, string? email, int status)
    {
        var answer = await AsAdminAsync(act, email is null ? new { username } : new { username, email });

        Assert.Equal(status, (int)answer.Status);
        Assert.True(status == 200 || answer.Message.Length > 0);
        await Host.LogInAsync("admin", AuthHost.AdminPassword);
    }

    [Fact]
    public async Task Resetting_ends_the_old_password_and_all_tokens_and_mails_a_link()
    {
        var token = await fixture.ActivateAsync("resettled");
        var (_, refresh) = await Host.LogInCommandLineAsync(token);

        var answer = await AsAdminAsync("reset_password", new { username = "resettled" });
        var mail = await fixture.Mail.FindAsync("resettled@example.com", "Set a new Quilt password");

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostJsonAsync("/api/login", new { username = "resettled", password = "correct horse" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await Host.PostJsonAsync("/api/change_password", new { password = "battery staple", link = mail.Link.Segments[^1] })).Status);
        await Host.LogInAsync("resettled", "battery staple");
    }

    [Fact]
    public async Task A_deleted_account_is_gone_but_its_name_is_not_to_be_had_by_signing_up()
    {
        var token = await fixture.ActivateAsync("departed");
        var (access, refresh) = await Host.LogInCommandLineAsync(token);
        using var browser = new Browser(Host);
        await browser.SignInAsync("departed", "correct horse");

        var deleted = await AsAdminAsync("delete", new { username = "departed" });
        var again = await AsAdminAsync("delete", new { username = "departed" });
        var service = await Host.ServiceTokenAsync();

        Assert.Equal((HttpStatusCode.OK, "{}"), (deleted.Status, deleted.Body));
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
        Assert.StartsWith("/signin", (await browser.GetAsync("/login")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Host.GetAsync("/internal/users/departed", service)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Host.GetAsync("/internal/users/by-email/departed@example.com", service)).Status);
        Assert.DoesNotContain("departed", (await Host.GetAsync("/internal/users", service)).Body, StringComparison.Ordinal);
        foreach (var act in (string[])["enable", "disable", "reset_password"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await AsAdminAsync(act, new { username = "departed" })).Status);
        }

        var heir = await Host.PostJsonAsync("/api/register", new { username = "departed", password = "correct horse", email = "heir@example.com" });
        Assert.Equal((HttpStatusCode.Conflict, "That user name is taken. Choose another."), (heir.Status, heir.Message));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostJsonAsync("/api/login", new { username = "departed", password = "correct horse" })).Status);

        // The address is free again.
        var moved = await Host.PostJsonAsync("/api/register", new { username = "moved_on", password = "correct horse", email = "departed@example.com" });
        Assert.Equal(HttpStatusCode.OK, moved.Status);
    }

    [Fact]
    public async Task An_admin_may_give_a_deleted_name_away_and_nothing_of_the_old_account_comes_back()
    {
        var token = await fixture.ActivateAsync("reborn");
        await AsAdminAsync("delete", new { username = "reborn" });

        var created = await AsAdminAsync("create", new { username = "reborn", email = "second@example.com" });
        var link = (await fixture.Mail.FindAsync("second@example.com", "Welcome to Quilt, reborn")).Link.Segments[^1];
        await Host.PostJsonAsync("/api/change_password", new { password = "battery staple", link });

        Assert.Equal(HttpStatusCode.OK, created.Status);
        await Host.LogInAsync("reborn", "battery staple");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AsAdminAsync("create", new { username = "reborn", email = "third@example.com" })).Status);
    }

    [Fact]
    public async Task Two_admins_cannot_remove_each_other()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var host = await AuthHost.StartAsync();
            await host.RegisterAsync("second");
            await MakeAdminAsync(host, "second");
            var first = await host.LogInAsync("admin", AuthHost.AdminPassword);
            var second = await host.LogInAsync("second", "correct horse");

            var answers = await Task.WhenAll(
                host.PostJsonAsync(round % 2 == 0 ? "/api/users/delete" : "/api/users/disable", new { username = "second" }, first),
                host.PostJsonAsync("/api/users/delete", new { username = "admin" }, second));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Contains(answers.Single(answer => answer.Status != HttpStatusCode.OK).Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
        }
    }

    [Fact]
    public async Task The_feed_tells_verifiers_that_a_deleted_account_is_over()
    {
        await using var host = await AuthHost.StartAsync();
        await host.RegisterAsync("listed");
        await host.PostJsonAsync("/api/users/delete", new { username = "listed" }, await host.LogInAsync("admin", AuthHost.AdminPassword));

        var feed = await host.GetAsync("/internal/revocations?after=0", await host.ServiceTokenAsync());

        var entry = Assert.Single(feed.Json.GetProperty("revocations").EnumerateArray());
        Assert.Equal(("user", 1, true), (entry.GetProperty("kind").GetString(), entry.GetProperty("generation").GetInt32(), entry.GetProperty("disabled").GetBoolean()));
    }

    private static async Task MakeAdminAsync(AuthHost host, string name)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(host.Database);
        await using var command = source.CreateCommand("UPDATE users SET is_admin = true WHERE user_name = $1");
        command.Parameters.Add(new() { Value = name });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Answer> AsAdminAsync(string act, object body) =>
        await Host.PostJsonAsync("/api/users/" + act, body, await Host.LogInAsync("admin", AuthHost.AdminPassword));
}
