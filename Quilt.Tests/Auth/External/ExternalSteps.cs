namespace Quilt.Tests.Auth.External;

/// <summary>What people do to sign in with a provider.</summary>
internal static class ExternalSteps
{
    /// <summary>From the sign-in page to the provider's: <see cref="Browser.Location"/> is the address there.</summary>
    public static async Task<Browser> LeaveAsync(this Browser browser, string provider, string returnUrl = "/login")
    {
        await browser.GetAsync("/signin?returnUrl=" + Uri.EscapeDataString(returnUrl));
        return await browser.SubmitToAsync("/signin/with/" + provider);
    }

    /// <summary>Agrees at the provider, and comes back: <see cref="Browser.Location"/> is where this service leads then.</summary>
    public static async Task<Browser> AgreeAsync(this Browser browser, string person)
    {
        await browser.GetAsync(browser.Location + "&as=" + person);
        return await browser.FollowAsync();
    }

    /// <summary>The whole way.</summary>
    public static async Task<Browser> SignInWithAsync(this Browser browser, string provider, string person, string returnUrl = "/login")
    {
        await browser.LeaveAsync(provider, returnUrl);
        return await browser.AgreeAsync(person);
    }

    /// <summary>The sentence of the page that a refusal leads to.</summary>
    public static async Task<string> RefusedAsync(this Browser browser)
    {
        Assert.StartsWith("/signin/refused", browser.Location, StringComparison.Ordinal);
        return (await browser.FollowAsync()).Problem;
    }

    /// <summary>From the page of linked sign-ins to the provider and back.</summary>
    public static async Task<Browser> LinkAsync(this Browser browser, string provider, string person)
    {
        await browser.GetAsync("/account/sign-ins");
        await browser.SubmitToAsync("/signin/with/" + provider);
        return await browser.AgreeAsync(person);
    }

    /// <summary>The types of the newest events of an account, newest first.</summary>
    public static async Task<IReadOnlyList<string>> EventsOfAsync(this AuthHost host, string name)
    {
        var events = await host.GetAsync("/internal/events?user=" + name, await host.ServiceTokenAsync());
        return [.. events.Json.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("type").GetString()!)];
    }
}
