namespace Quilt.Tests.Auth.External;

public sealed class EntraTests
{
    private static readonly (string Type, object Value)[] Jane = [("oid", "o-1"), ("tid", EntraHost.Tenant), ("preferred_username", "jane@contoso.com"), ("email", "jane@contoso.com")];

    [Fact]
    public async Task Somebody_new_gets_an_account_without_the_address_that_nobody_verified()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", Jane);
        await using var host = await EntraHost.StartAsync(entra);
        using var browser = new Browser(host);

        var me = await MeAsync(host, await browser.SignInWithAsync("entra", "p-1"));

        Assert.Equal(("jane", "", false), (me["current_user"], me["email"], me.Json.GetProperty("is_staff").GetBoolean()));
    }

    [Fact]
    public async Task An_address_in_a_domain_that_the_tenant_owns_is_taken()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", [.. Jane, ("xms_edov", "true")]);
        await using var host = await EntraHost.StartAsync(entra);
        using var browser = new Browser(host);

        Assert.Equal("jane@contoso.com", (await MeAsync(host, await browser.SignInWithAsync("entra", "p-1")))["email"]);
    }

    [Fact]
    public async Task The_app_role_makes_admins_and_its_loss_unmakes_them()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", [.. Jane, ("roles", new[] { "Reader", "Boss" })]);
        await using var host = await EntraHost.StartAsync(entra, ("Quilt:Entra:AdminRole", "Boss"));
        using var browser = new Browser(host);
        await browser.SignInWithAsync("entra", "p-1");
        await browser.FollowAsync();
        var tokens = await host.PostFormAsync("/api/token", ("refresh_token", browser.Code));
        Assert.True((await host.GetAsync("/api/me", tokens["access_token"])).Json.GetProperty("is_staff").GetBoolean());

        entra.Add("p-1", [.. Jane, ("roles", new[] { "Reader" })]);
        var me = await MeAsync(host, await browser.SignInWithAsync("entra", "p-1"));

        Assert.False(me.Json.GetProperty("is_staff").GetBoolean());
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.Equal(["ADMIN_REVOKED", "ADMIN_GRANTED"], (await host.EventsOfAsync("jane")).Where(type => type.StartsWith("ADMIN", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_admin_whom_somebody_here_made_stays_one_without_the_role()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", Jane);
        await using var host = await EntraHost.StartAsync(entra);
        using var browser = new Browser(host);
        await browser.SignInAsync("admin", AuthHost.AdminPassword, "/account/sign-ins");
        await browser.LinkAsync("entra", "p-1");

        var me = await MeAsync(host, await browser.SignInWithAsync("entra", "p-1"));

        Assert.Equal(("admin", true), (me["current_user"], me.Json.GetProperty("is_staff").GetBoolean()));
    }

    [Fact]
    public async Task Only_people_of_the_allowed_tenants_come_in()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", Jane);
        await using var host = await EntraHost.StartAsync(entra, ("Quilt:Entra:AllowedTenants:0", Guid.NewGuid().ToString()));
        using var browser = new Browser(host);

        await browser.SignInWithAsync("entra", "p-1");

        Assert.Contains("belongs to no organisation", await browser.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_another_tenant_does_not_hold()
    {
        // Its issuer says one tenant and its claim another.
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", ("oid", "o-1"), ("tid", Guid.NewGuid().ToString()), ("preferred_username", "jane@contoso.com"));
        await using var host = await EntraHost.StartAsync(entra);
        using var browser = new Browser(host);

        await browser.SignInWithAsync("entra", "p-1");

        Assert.Contains("answered with an error", await browser.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_at_the_provider_a_wrong_state_and_a_replay_end_on_a_page()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", Jane);
        await using var host = await EntraHost.StartAsync(entra);
        using var browser = new Browser(host);

        await browser.LeaveAsync("entra");
        await browser.GetAsync(browser.Location + "&deny=access_denied");
        await browser.FollowAsync();
        Assert.Contains("was not allowed", await browser.RefusedAsync(), StringComparison.Ordinal);

        await browser.LeaveAsync("entra");
        await browser.GetAsync(browser.Location + "&as=p-1");
        var callback = browser.Location!;
        Assert.Contains("Start again", await (await browser.GetAsync(callback.Replace("state=", "state=x", StringComparison.Ordinal))).RefusedAsync(), StringComparison.Ordinal);
        await browser.GetAsync(callback);
        Assert.Equal("/login", browser.Location);
        Assert.Contains("Start again", await (await browser.GetAsync(callback)).RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_ends_on_a_page()
    {
        var entra = await EntraHost.StartEntraAsync();
        await using var host = await EntraHost.StartAsync(entra);
        await entra.DisposeAsync();
        using var browser = new Browser(host);

        await browser.LeaveAsync("entra");

        Assert.Contains("does not answer", await browser.RefusedAsync(), StringComparison.Ordinal);
    }

    private static async Task<Answer> MeAsync(AuthHost host, Browser browser)
    {
        Assert.Equal("/login", browser.Location);
        await browser.FollowAsync();
        var tokens = await host.PostFormAsync("/api/token", ("refresh_token", browser.Code));
        return await host.GetAsync("/api/me", tokens["access_token"]);
    }
}
