using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Quilt.Auth.Applications;
using Quilt.Tests.Flows;

namespace Quilt.Tests.OpenId;

/// <summary>The pages in a real browser, without script: its security policy lets nothing through that a test client would.</summary>
public sealed class ConsentBrowserTests
{
    [BrowserFact]
    public async Task A_person_consents_and_comes_back_and_the_next_time_straight_from_the_sign_in()
    {
        await using var application = await StartApplicationAsync();
        var callback = application.Urls.First() + "/callback";
        await using var clients = await OpenIdHost.StartAsync();
        var client = await clients.CreateAsync(new("Report maker", ApplicationKind.Confidential, [callback], ["read", "email"], false, ""));
        await clients.Host.RegisterAsync("reader");
        var url = $"http://localhost:{clients.Host.Address.Port}" + OpenIdHost.AuthorizeUrl(client, ("redirect_uri", callback), ("scope", "openid email read offline_access"));
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.LaunchAsync(playwright);
        var complaints = new List<string>();

        for (var round = 0; round < 2; round++)
        {
            await using var context = await chromium.NewContextAsync(new() { JavaScriptEnabled = false });
            var page = await context.NewPageAsync();
            page.Console += (_, message) => complaints.Add(message.Text);
            await page.GotoAsync(url);
            await page.GetByLabel("User name").FillAsync("reader");
            await page.GetByLabel("Password").FillAsync("correct horse");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            if (round == 0)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
            }

            await page.GetByText("Welcome back").WaitForAsync();
            Assert.StartsWith(callback + "?code=", page.Url, StringComparison.Ordinal);
        }

        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task A_person_approves_a_machine_on_a_small_screen_in_the_dark()
    {
        await using var clients = await OpenIdHost.StartAsync();
        await clients.Host.RegisterAsync("driver");
        var device = await clients.PostAsync("/connect/device", Client.CommandLine, []);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.LaunchAsync(playwright);
        await using var context = await chromium.NewContextAsync(new()
        {
            JavaScriptEnabled = false,
            ColorScheme = ColorScheme.Dark,
            ViewportSize = new() { Width = 390, Height = 760 },
        });
        var page = await context.NewPageAsync();

        await page.GotoAsync($"http://localhost:{clients.Host.Address.Port}/device");
        await page.GetByLabel("User name").FillAsync("driver");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Code").FillAsync(device["user_code"].ToLowerInvariant());
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "The machine is signed in" }).WaitForAsync();

        Assert.Equal(HttpStatusCode.OK, (await clients.PollAsync(Client.CommandLine, device["device_code"])).Status);
    }

    private static async Task<WebApplication> StartApplicationAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/callback", () => Results.Text("<!DOCTYPE html><html lang=en><link rel=icon href=data:,><title>App</title><p>Welcome back", "text/html"));
        await app.StartAsync();
        return app;
    }
}
