using Microsoft.Playwright;
using Quilt.Client;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>What administrators do to members, without script.</summary>
[Collection(CatalogScene.Collection)]
public sealed class AdministrationFlowTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task A_member_is_added_and_a_name_that_is_taken_is_refused_with_the_draft_kept()
    {
        var name = FlowRegistry.NewName("hired");
        var page = await OpenAsync("/profile/admin");

        await AddAsync(page, scene.Member.Name, $"{name}@example.org");
        await Expect(page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync($"{name}@example.org");

        await AddAsync(page, name, $"{name}@example.org");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"{name} is a member now");
        await Expect(page).ToHaveURLAsync(scene.Browser.At($"/profile/admin/members/{name}").AbsoluteUri);
        await Expect(page.GetByText($"{name}@example.org", new() { Exact = true })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_member_is_disabled_enabled_and_deleted_each_after_a_word_of_warning()
    {
        var member = await scene.Browser.Registry.NewUserAsync();
        var page = await OpenAsync($"/profile/admin/members/{member.Name}");

        await page.GetByText("Disable…").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Disable {member.Name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is disabled");
        await Assert.ThrowsAsync<RegistryException>(() => member.Registry.GetCurrentUserAsync());

        await page.GetByText("Enable…").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Enable {member.Name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("can sign in again");

        await page.GetByText("Delete…").ClickAsync();
        await page.GetByLabel($"Type {member.Name} to confirm").FillAsync("somebody else");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was deleted");

        await page.GetByText("Delete…").ClickAsync();
        await page.GetByLabel($"Type {member.Name} to confirm").FillAsync(member.Name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is deleted");
        Assert.Equal(404, (await (await scene.Browser.AdminAsync()).Plain.APIRequest.GetAsync(scene.Browser.At($"/profile/admin/members/{member.Name}").AbsoluteUri)).Status);
    }

    [BrowserFact]
    public async Task The_audit_of_a_package_tells_who_did_what_and_can_be_narrowed()
    {
        var page = await OpenAsync($"/audit/{scene.Owner.Name}/{scene.Private}");
        var rows = page.Locator("tbody tr");

        await Expect(rows.Filter(new() { HasText = "Access granted" }).First).ToContainTextAsync(scene.Member.Name);
        await page.GetByLabel("Type").SelectOptionAsync("PUSH");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync(scene.Owner.Name);
    }

    private static async Task AddAsync(IPage page, string name, string email)
    {
        await page.GetByLabel("User name").FillAsync(name);
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
    }

    private async Task<IPage> OpenAsync(string path) => await scene.Browser.OpenAsync((await scene.Browser.AdminAsync()).Plain, path);
}
