using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Comments, as people write them; all of it without script.</summary>
[Collection(CatalogScene.Collection)]
public sealed class CommentFlowTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task A_comment_is_written_looked_at_and_sent()
    {
        var page = await OpenAsync((await scene.Browser.VisitorAsync(scene.Member)).Plain);
        var box = page.GetByLabel("Write a comment");

        await box.FillAsync("Rows are **sorted**.\n\n![spy](https://tracker.example/p.png)<script>alert(1)</script>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        var preview = page.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        await Expect(preview.Locator("strong")).ToHaveTextAsync("sorted");
        await Expect(preview.Locator("img, script")).ToHaveCountAsync(0);
        await Expect(box).ToHaveValueAsync("Rows are **sorted**.\n\n![spy](https://tracker.example/p.png)<script>alert(1)</script>");

        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your comment is there.");
        var comment = page.GetByRole(AriaRole.Article, new() { Name = $"Comment by {scene.Member.Name}" }).Last;
        await Expect(comment.Locator("strong")).ToHaveTextAsync("sorted");
        await Expect(comment.Locator("img, script")).ToHaveCountAsync(0);
        await Expect(box).ToHaveValueAsync("");

        // The notice was for one page.
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task What_is_wrong_with_a_comment_is_said_beside_it_and_the_draft_stays()
    {
        var page = await OpenAsync((await scene.Browser.VisitorAsync(scene.Owner)).Plain);
        var box = page.GetByLabel("Write a comment");

        await box.FillAsync("   ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(page.Locator("#contents-error")).ToHaveTextAsync("Write something first.");
        await Expect(box).ToHaveAttributeAsync("aria-invalid", "true");

        // Longer than the box takes, as a client that does not know its limit would send it.
        await box.EvaluateAsync("box => { box.removeAttribute('maxlength'); box.value = 'x'.repeat(10241); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(page.Locator("#contents-error")).ToContainTextAsync("10,240");
        Assert.Equal(10241, (await box.InputValueAsync()).Length);
    }

    [BrowserFact]
    public async Task Who_is_not_signed_in_reads_and_is_led_to_sign_in_to_write()
    {
        var page = await OpenAsync((await scene.Browser.StrangerAsync()).Plain);

        await Expect(page.GetByText("nights")).ToBeVisibleAsync();
        await Expect(page.GetByText("owner", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("textarea")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToHaveAttributeAsync("href", $"/signin?next={Uri.EscapeDataString(Address)}");
    }

    private string Address => $"/package/{scene.Owner.Name}/{scene.Public}/comments";

    private Task<IPage> OpenAsync(IBrowserContext context) => scene.Browser.OpenAsync(context, Address);
}
