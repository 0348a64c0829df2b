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
        await Expect(box).ToHaveJSPropertyAsync("textLength", 10_241);
    }

    [BrowserFact]
    public async Task A_draft_outlives_its_session_and_the_pages_on_the_way_keep_the_rules()
    {
        await using var context = await scene.Browser.NewContextAsync();
        await scene.Browser.SignInAsync(context, scene.Member.Credentials);
        var page = await OpenAsync(context);
        var box = page.GetByLabel("Write a comment");

        await box.FillAsync("Half a\nthought.");
        await ExpireAsync(context);
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Your comment was not sent.")).ToBeVisibleAsync();
        await PageRules.HoldAsync(page);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await Expect(box).ToHaveValueAsync("Half a\nthought.");
        await Expect(box).ToBeFocusedAsync();
        await PageRules.HoldAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(box).ToHaveValueAsync("");

        // Of no language, so that it cannot be packed.
        await box.EvaluateAsync("box => { box.value = Array.from({ length: 10000 }, (_, i) => String.fromCharCode(0x4E00 + i * 7919 % 20000)).join(''); }");
        await ExpireAsync(context);
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Your comment")).ToHaveJSPropertyAsync("textLength", 10_000);
        await PageRules.HoldAsync(page);
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

    /// <summary>The session in the catalog ends, as after thirty days.</summary>
    private static Task ExpireAsync(IBrowserContext context) => context.ClearCookiesAsync(new() { NameRegex = new("^quilt-catalog(C[0-9]+)?$") });

    private string Address => $"/package/{scene.Owner.Name}/{scene.Public}/comments";

    private Task<IPage> OpenAsync(IBrowserContext context) => scene.Browser.OpenAsync(context, Address);
}
