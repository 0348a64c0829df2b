using System.Net;

namespace Quilt.Tests.Auth.Members;

public sealed class AdminPageTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Theory]
    [InlineData("/admin/users")]
    [InlineData("/admin/users/new")]
    [InlineData("/admin/users/admin")]
    public async Task Who_is_no_admin_finds_no_page(string path)
    {
        var name = "member_" + Guid.NewGuid().ToString("N")[..8];
        await Host.RegisterAsync(name);
        using var member = new Browser(Host);
        await member.SignInAsync(name, "correct horse");

        await member.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "There is no such page"), (member.Status, member.Heading));
        Assert.DoesNotContain("admin@example.com", member.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_was_an_admin_when_the_form_was_loaded_does_nothing_with_it()
    {
        await using var host = await AuthHost.StartAsync();
        await host.RegisterAsync("deposed");
        await host.RegisterAsync("bystander");
        using var admin = await AdminAsync(host);
        await (await admin.GetAsync("/admin/users/deposed")).SubmitFormAsync("act", ("act", "grant"));
        using var deposed = new Browser(host);
        await deposed.SignInAsync("deposed", "correct horse");
        await deposed.GetAsync("/admin/users/bystander");
        await (await admin.GetAsync("/admin/users/deposed")).SubmitFormAsync("act", ("act", "revoke"));

        await deposed.SubmitFormAsync("act", ("act", "disable"));

        Assert.StartsWith("/signin", deposed.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("USER_DISABLED", await host.EventTypesAsync("bystander"));
        Assert.Equal(["ADMIN_GRANTED", "ADMIN_REVOKED"], (await host.EventTypesAsync("deposed")).Where(type => type.StartsWith("ADMIN", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("disable", "USER_DISABLED", true)]
    [InlineData("reset", "USER_PASSWORD_RESET", true)]
    [InlineData("signout", "SESSION_REVOKED", true)]
    [InlineData("grant", "ADMIN_GRANTED", true)]
    public async Task An_act_on_an_account_ends_its_tokens_and_names_the_admin(string act, string type, bool ends)
    {
        var name = "subject_of_" + act;
        var token = await Host.RegisterAsync(name);
        using var admin = await AdminAsync(Host);
        await admin.GetAsync("/admin/users/" + name);

        await admin.SubmitFormAsync("act", ("act", act));

        Assert.Equal(HttpStatusCode.OK, admin.Status);
        Assert.Equal(ends, (await Host.GetAsync("/api/me", token)).Status != HttpStatusCode.OK);
        var entry = (await Host.EventsAsync(name))[0];
        Assert.Equal((type, "admin"), (entry.GetProperty("type").GetString(), entry.GetProperty("details").GetProperty("by").GetString()));
    }

    [Fact]
    public async Task A_disabled_account_is_enabled_again_and_lost_two_factor_is_switched_off()
    {
        await TwoFactor.TwoFactorTests.SwitchOnAsync(Host, "locked_out");
        using var admin = await AdminAsync(Host);
        await admin.GetAsync("/admin/users/locked_out");
        await admin.SubmitFormAsync("act", ("act", "disable"));
        await admin.SubmitFormAsync("act", ("act", "enable"));
        await admin.SubmitFormAsync("act", ("act", "twofactor"));

        Assert.Contains("Two-factor sign-in is off.", admin.Html, StringComparison.Ordinal);
        await Host.LogInAsync("locked_out", "correct horse");
    }

    [Fact]
    public async Task The_last_admin_stays_one_also_when_two_depose_each_other()
    {
        await using var host = await AuthHost.StartAsync();
        await host.RegisterAsync("second_admin");
        using var first = await AdminAsync(host);
        await first.GetAsync("/admin/users/admin");
        await first.SubmitFormAsync("act", ("act", "revoke"));
        Assert.Equal((HttpStatusCode.Forbidden, "'admin' is the last admin. Make somebody else one first."), (first.Status, first.Problem));

        await (await first.GetAsync("/admin/users/second_admin")).SubmitFormAsync("act", ("act", "grant"));
        using var second = new Browser(host);
        await second.SignInAsync("second_admin", "correct horse");
        await second.GetAsync("/admin/users/admin");
        await first.GetAsync("/admin/users/second_admin");
        await Task.WhenAll(first.SubmitFormAsync("act", ("act", "revoke")), second.SubmitFormAsync("act", ("act", "revoke")));

        await using var source = Npgsql.NpgsqlDataSource.Create(host.Database);
        await using var command = source.CreateCommand("SELECT count(*) FROM users WHERE is_admin AND is_active");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_user_is_made_and_deleted_with_the_name_typed()
    {
        using var admin = await AdminAsync(Host);
        await admin.GetAsync("/admin/users/new");
        await admin.SubmitAsync(("username", "Bad-Name"), ("email", "made@example.com"));
        Assert.Equal(HttpStatusCode.BadRequest, admin.Status);
        await admin.SubmitAsync(("username", "made"), ("email", "made@example.com"));
        Assert.Contains("made@example.com was mailed a link", admin.Html, StringComparison.Ordinal);

        await admin.GetAsync("/admin/users/made/delete");
        await admin.SubmitFormAsync("delete", ("confirm", "other"));
        Assert.Equal((HttpStatusCode.BadRequest, "Type made to confirm."), (admin.Status, admin.Problem));
        await admin.SubmitFormAsync("delete", ("confirm", "made"));
        Assert.Contains("The account is deleted.", admin.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/users/made")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/users/made/delete")).Status);
        Assert.Equal("USER_DELETED", (await Host.EventTypesAsync("made"))[^1]);
    }

    [Fact]
    public async Task An_admin_neither_disables_nor_deletes_nor_resets_the_own_account()
    {
        using var admin = await AdminAsync(Host);
        await admin.GetAsync("/admin/users/admin");

        foreach (var act in (string[])["disable", "reset", "nonsense"])
        {
            await admin.SubmitFormAsync("act", ("act", act));
            Assert.Equal(HttpStatusCode.BadRequest, admin.Status);
        }

        // The form is hidden for oneself; what it would send is refused all the same.
        foreach (var packages in (string[])["keep", "move"])
        {
            await admin.GetAsync("/admin/users/admin");
            await admin.SubmitElsewhereAsync("/admin/users/admin/delete", ("_handler", "delete"), ("confirm", "admin"), ("packages", packages), ("to", "anybody"));
            Assert.Equal((HttpStatusCode.Forbidden, "You cannot delete your own account."), (admin.Status, admin.Problem));
        }
    }

    [Fact]
    public async Task A_quarter_of_an_hour_after_the_sign_in_the_password_is_asked_for_again()
    {
        await using var host = await AuthHost.StartAsync();
        await host.RegisterAsync("bystander");
        using var admin = await AdminAsync(host);
        await admin.GetAsync("/admin/users/bystander");
        host.Time.Advance(TimeSpan.FromMinutes(16));

        await admin.SubmitFormAsync("act", ("act", "disable"));
        Assert.Equal("/account/confirm?returnUrl=%2Fadmin%2Fusers%2Fbystander", admin.Location);
        Assert.DoesNotContain("USER_DISABLED", await host.EventTypesAsync("bystander"));
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin/users")).Status);
        foreach (var path in (string[])["/admin/users/new", "/admin/sign-up", "/admin/applications/new"])
        {
            Assert.StartsWith("/account/confirm", (await admin.GetAsync(path)).Location, StringComparison.Ordinal);
        }

        await admin.GetAsync("/account/confirm?returnUrl=%2Fadmin%2Fusers%2Fbystander");
        await admin.SubmitFormAsync("confirm", ("current", "wrong"));
        Assert.Equal((HttpStatusCode.BadRequest, "This is not the present password."), (admin.Status, admin.Problem));
        await admin.SubmitFormAsync("confirm", ("current", AuthHost.AdminPassword));
        Assert.Equal("/admin/users/bystander", admin.Location);
        await admin.FollowAsync();
        await admin.SubmitFormAsync("act", ("act", "disable"));
        Assert.Contains("USER_DISABLED", await host.EventTypesAsync("bystander"));
    }

    [Fact]
    public async Task The_list_is_searched_and_paged()
    {
        await using var host = await AuthHost.StartAsync();
        await using (var source = Npgsql.NpgsqlDataSource.Create(host.Database))
        await using (var command = source.CreateCommand(
            """
            INSERT INTO users (id, user_name, email, normalized_email, is_admin, is_active, awaits_activation, has_default_password, generation, joined_at,
                email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT gen_random_uuid(), 'user_' || n, 'u' || n || '@example.org', 'U' || n || '@EXAMPLE.ORG', false, true, false, false, 0, now(), false, false, false, false, 0
            FROM generate_series(100, 219) n
            """))
        {
            await command.ExecuteNonQueryAsync();
        }

        using var admin = await AdminAsync(host);
        Assert.Contains("121 users, page 1 of 3", (await admin.GetAsync("/admin/users")).Html, StringComparison.Ordinal);
        Assert.Contains("121 users, page 3 of 3", (await admin.GetAsync("/admin/users?page=99")).Html, StringComparison.Ordinal);
        Assert.Contains("121 users, page 1 of 3", (await admin.GetAsync("/admin/users?page=x")).Html, StringComparison.Ordinal);
        Assert.Contains("10 users<", (await admin.GetAsync("/admin/users?q=USER_15")).Html, StringComparison.Ordinal);
        Assert.Contains("1 user<", (await admin.GetAsync("/admin/users?q=u117%40")).Html, StringComparison.Ordinal);
        Assert.Contains("Nobody has this name", (await admin.GetAsync("/admin/users?q=%25%5C_")).Html, StringComparison.Ordinal);
    }

    private static async Task<Browser> AdminAsync(AuthHost host)
    {
        var browser = new Browser(host);
        await browser.SignInAsync("admin", AuthHost.AdminPassword);
        return browser;
    }
}
