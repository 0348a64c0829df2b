using System.Net;

namespace Quilt.Tests.Auth.Accounts;

public sealed class AccountDeletionTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_deleted_account_is_out_everywhere_and_its_name_stays_taken()
    {
        var token = await Host.RegisterAsync("finished");
        using var browser = new Browser(Host);
        await browser.SignInAsync("finished", "correct horse");
        await browser.GetAsync("/account/delete");

        await browser.SubmitAsync(("name", "finished"), ("current", "correct horse"));

        Assert.Equal("Account deleted", browser.Heading);
        Assert.StartsWith("/signin", (await browser.GetAsync("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostJsonAsync("/api/login", new { username = "finished", password = "correct horse" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Host.PostJsonAsync("/api/register", new { username = "finished", password = "correct horse", email = "again@example.com" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await Host.PostJsonAsync("/api/register", new { username = "successor", password = "correct horse", email = "finished@example.com" })).Status);
        Assert.Contains("ACCOUNT_DELETED", await Host.EventTypesAsync("finished"));
    }

    [Theory]
    [InlineData("admin", "", 400, "This is not the present password.")]
    [InlineData("admin", "wrong", 400, "This is not the present password.")]
    [InlineData("Admin", AuthHost.AdminPassword, 400, "Type admin to confirm.")]
    [InlineData("", AuthHost.AdminPassword, 400, "Type admin to confirm.")]
    [InlineData("admin", AuthHost.AdminPassword, 403, "You are the last admin. Make somebody else one first.")]
    public async Task Nothing_is_deleted_without_the_name_and_the_password_or_as_the_last_admin(string name, string password, int status, string problem)
    {
        using var browser = new Browser(Host);
        await browser.SignInAsync("admin", AuthHost.AdminPassword);
        await browser.GetAsync("/account/delete");

        await browser.SubmitAsync(("name", name), ("current", password));

        Assert.Equal((status, problem), ((int)browser.Status, browser.Problem));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }
}
