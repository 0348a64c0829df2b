using System.Net;
using System.Text.Json;
using Microsoft.Playwright;

namespace Quilt.Tests.Auth;

/// <summary>What <c>quilt login</c> does once a person has come to the page with the code.</summary>
internal static class QuiltLogin
{
    /// <summary>The address that the command opens.</summary>
    public const string Path = "/login";

    /// <summary>Takes the code from the page, redeems it, asks who it is, and renews: all as the Python client does.</summary>
    public static async Task LogsInAsync(this AuthHost host, IPage page, string name)
    {
        // Waits for the page, wherever the way led.
        var code = await page.Locator("#code").TextContentAsync();
        var token = code!;
        for (var round = 0; round < 2; round++)
        {
            var answer = await host.PostFormAsync("/api/token", ("refresh_token", token));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal(JsonValueKind.Number, answer.Json.GetProperty("expires_at").ValueKind);
            Assert.Equal(name, (await host.GetAsync("/api/me", answer["access_token"]))["current_user"]);
            token = answer["refresh_token"];
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostFormAsync("/api/token", ("refresh_token", code!))).Status);
    }
}
