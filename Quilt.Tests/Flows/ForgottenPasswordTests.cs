using System.Net;
using MimeKit;

namespace Quilt.Tests.Flows;

/// <summary>The way of a mailed link through registry, catalog and sign-in service, where mails lie in the outbox.</summary>
public sealed class ForgottenPasswordTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    [Fact]
    public async Task A_link_from_the_outbox_leads_through_the_catalog_to_a_new_password()
    {
        var user = await registry.NewUserAsync();
        var asked = await registry.Anonymous.SendAsync(HttpMethod.Post, "/api/reset_password", $$"""{"email":"{{user.Name}}@example.org"}""");
        var link = await LinkToAsync(user.Name + "@example.org", "Set a new Quilt password");
        using var browser = new PlainBrowser();

        await browser.GoAsync(link);
        var page = browser.Address;
        await browser.SubmitAsync(("password", "battery staple"), ("repeated", "battery staple"));

        Assert.Equal((HttpStatusCode.OK, "{}"), (asked.StatusCode, await asked.Content.ReadAsStringAsync()));
        Assert.StartsWith(new Uri(registry.Server.Catalog, "/reset_password/").AbsoluteUri, link.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(new Uri(registry.Server.Auth, link.AbsolutePath), page);
        Assert.Contains("Password set", browser.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.SendAsync(HttpMethod.Get, "/api/package/" + user.Name + "/")).StatusCode);
        Assert.NotEmpty(await registry.Anonymous.Registry.LoginAsync(user.Name, "battery staple"));
    }

    [Theory]
    [InlineData("/reset_password", "Forgotten password")]
    [InlineData("/signup", "Create an account")]
    [InlineData("/activation_error", "This link does not activate an account")]
    public async Task The_catalogs_addresses_for_accounts_lead_to_their_pages(string path, string heading)
    {
        using var browser = new PlainBrowser();

        await browser.GoAsync(new Uri(registry.Server.Catalog, path));

        Assert.Contains($"<h1>{heading}</h1>", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_activation_link_leads_from_the_registry_to_the_catalogs_page_and_from_there_to_another_link()
    {
        using var browser = new PlainBrowser();

        await browser.GoAsync(new Uri(registry.Server.Registry, "/activate/nonsense"));
        Assert.Equal(new Uri(registry.Server.Catalog, "/activation_error"), browser.Address);
        await browser.FollowAsync("Mail another link");

        Assert.Equal(new Uri(registry.Server.Auth, "/forgot"), browser.Address);
    }

    [Fact]
    public async Task Members_are_made_reset_and_deleted_through_the_registry()
    {
        var name = FlowRegistry.NewName("member");
        var admin = await registry.AdminAsync();

        Assert.Equal("{}", await admin.PostAsync("/api/users/create", $$"""{"username":"{{name}}","email":"{{name}}@example.org"}"""));
        var welcome = await LinkToAsync(name + "@example.org", "Welcome");
        await registry.Anonymous.PostAsync("/api/change_password", $$"""{"password":"battery staple","link":"{{welcome.Segments[^1]}}"}""");
        var token = await registry.Anonymous.Registry.LoginAsync(name, "battery staple");
        Assert.Equal("{}", await admin.PostAsync("/api/users/delete", $$"""{"username":"{{name}}"}"""));

        Assert.Equal(HttpStatusCode.Unauthorized, (await registry.Anonymous.With(token).SendAsync(HttpMethod.Get, "/api/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await registry.Anonymous.With(token).SendAsync(HttpMethod.Get, $"/api/package/{name}/")).StatusCode);
    }

    [Fact]
    public async Task An_admin_resets_a_password_in_the_catalog_and_its_owner_sets_another()
    {
        var member = await registry.NewUserAsync();
        using var theirs = await PlainBrowser.SignedInAsync(registry.Server.Catalog, member, "/profile");
        using var browser = new PlainBrowser();
        await browser.GoAsync(new Uri(registry.Server.Catalog, $"/signin?next=/profile/admin/members/{member.Name}"));
        await browser.SubmitAsync(("username", "admin"), ("password", "quilt"));
        await browser.FollowAsync("Not now");
        Assert.Contains($"a link to set another is mailed to {member.Name}@example.org", browser.Html, StringComparison.Ordinal);

        await browser.SubmitFormAsync("reset");
        Assert.Contains($"{member.Name} is signed out, and a link to set a password is on its way.", browser.Html, StringComparison.Ordinal);

        // What they had open is over, and the old password too.
        await theirs.GoAsync(new Uri(registry.Server.Catalog, "/profile"));
        Assert.Equal("/signin/ended", theirs.Address.AbsolutePath);
        await Assert.ThrowsAsync<Quilt.Client.RegistryException>(() => registry.Anonymous.Registry.LoginAsync(member.Name, member.Credentials[1].Value));
        await theirs.GoAsync(await LinkToAsync(member.Name + "@example.org", "Set a new Quilt password"));
        await theirs.SubmitAsync(("password", "battery staple"), ("repeated", "battery staple"));
        Assert.Contains("Password set", theirs.Html, StringComparison.Ordinal);
        Assert.NotEmpty(await registry.Anonymous.Registry.LoginAsync(member.Name, "battery staple"));
    }

    /// <summary>The link of the mail in the outbox, which may still be on its way there.</summary>
    private async Task<Uri> LinkToAsync(string address, string subject)
    {
        var outbox = Path.Combine(registry.Server.DataFolder, "outbox");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var mail = Directory.GetFiles(outbox, "*.eml").Select(file => MimeMessage.Load(file))
                .FirstOrDefault(message => message.To.ToString() == address && message.Subject!.StartsWith(subject, StringComparison.Ordinal));
            if (mail is not null)
            {
                return new Uri(mail.TextBody!.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal)).Trim());
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
