using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.OpenApi;

/// <summary>The document and its page as a running registry serves them to anybody.</summary>
public sealed class DocumentPageTests(FlowRegistry registry, Chromium chromium) : IClassFixture<FlowRegistry>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Anybody_gets_the_document_and_gets_it_once()
    {
        using var answer = await registry.Anonymous.Http.GetAsync("/openapi/v1.json");

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(RegistryContract.Text, await answer.Content.ReadAsStringAsync());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(answer.Headers.ETag!.ToString()));
        using var unchanged = await registry.Anonymous.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [BrowserFact]
    public async Task The_page_shows_the_document_and_asks_nobody_else()
    {
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) => Note(message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Note(error);
        page.Request += (_, request) => Note(IsOurs(request.Url) ? null : "asks " + request.Url);
        page.Response += (_, response) => Note(response.Status < 400 ? null : $"{response.Status} {response.Url}");

        await page.GotoAsync(new Uri(registry.Server.Registry, "/docs").AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Quilt registry" }).First).ToBeVisibleAsync();
        await page.GetByText("Versions", new() { Exact = true }).First.ClickAsync();
        await Expect(page.GetByText("Names a revision by a version, for good").First).ToBeVisibleAsync();
        if (Environment.GetEnvironmentVariable("QUILT_DOCS_SCREENSHOT") is { Length: > 0 } file)
        {
            await page.ScreenshotAsync(new() { Path = file });
        }

        Assert.Equal("", string.Join('\n', complaints));

        void Note(string? complaint)
        {
            if (complaint is not null)
            {
                complaints.Enqueue(complaint);
            }
        }

        bool IsOurs(string url) => url.StartsWith(registry.Server.Registry.AbsoluteUri, StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal);
    }
}
