using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Quilt.Auth;

namespace Quilt.Tests.Auth.Pages;

/// <summary>What holds of every page of Quilt.Auth, also of those that somebody adds.</summary>
public sealed partial class EveryPageTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    /// <summary>What to put for the parameters of a route, by the route.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["/reset_password/{Link}"] = "/reset_password/nonsense",
        ["/confirm_email/{Link}"] = "/confirm_email/nonsense",
        ["/signin/with/{Name}"] = "/signin/with/nobody",
        ["/problem/{Status:int}"] = "/problem/404",
        ["/admin/users/{Name}"] = "/admin/users/reader",
        ["/admin/users/{Name}/delete"] = "/admin/users/reader/delete",
    };

    private AuthHost Host => fixture.Host;

    internal static IReadOnlyList<string> Templates { get; } =
        [.. typeof(AuthApplication).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Order()];

    public static TheoryData<string> Routes() => [.. Templates];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_is_locked_down_labelled_and_guarded_against_forgery(string route)
    {
        using var browser = await OpenAsync(route);
        var html = browser.Html;

        Assert.NotEqual(HttpStatusCode.InternalServerError, browser.Status);
        Assert.Contains("default-src 'none'", browser.Last.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", browser.Last.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(browser.Last.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", browser.Last.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", browser.Last.Headers.GetValues("Referrer-Policy").Single());
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(" on[a-z]+=\"", html);
        Assert.DoesNotMatch("<script(?![^>]* src=\"/assets/)", html);
        if (html.Length == 0)
        {
            // It leads somewhere else, to people who are signed in.
            Assert.NotNull(browser.Location);
            return;
        }

        Assert.Matches("<html lang=\"en\"", html);
        Assert.Single(HeadingPattern().Matches(html));
        Assert.Matches("<title>[^<]+ · Quilt</title>", html);
        Assert.Contains("<main id=\"content\"", html, StringComparison.Ordinal);
        foreach (Match form in PostedPattern().Matches(html))
        {
            Assert.True(form.Value.Contains("__RequestVerificationToken", StringComparison.Ordinal) || form.Value.Contains(" hidden", StringComparison.Ordinal), form.Value);
        }

        foreach (Match input in InputPattern().Matches(html))
        {
            var id = IdPattern().Match(input.Value).Groups[1].Value;
            Assert.True(
                input.Value.Contains("type=\"hidden\"", StringComparison.Ordinal)
                || input.Value.Contains("aria-hidden=\"true\"", StringComparison.Ordinal)
                || WrappedPattern().Matches(html).Any(label => label.Value.Contains(input.Value, StringComparison.Ordinal))
                || (id.Length > 0 && html.Contains($"<label for=\"{id}\"", StringComparison.Ordinal))
                || (id.Length > 0 && Regex.IsMatch(html, $"<label[^>]* for=\"{Regex.Escape(id)}\"")),
                "no label: " + input.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Settings_and_administration_are_for_people_who_are_signed_in(string route)
    {
        if (!route.StartsWith("/account", StringComparison.Ordinal) && !route.StartsWith("/admin", StringComparison.Ordinal))
        {
            return;
        }

        using var browser = new Browser(Host);
        await browser.GetAsync(PathOf(route));

        Assert.Equal("/signin?returnUrl=" + Uri.EscapeDataString(PathOf(route)), browser.Location);
        Assert.Empty(browser.Html);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_form_without_its_antiforgery_token_is_refused(string route)
    {
        using var browser = await OpenAsync(route);
        var handlers = HandlerPattern().Matches(browser.Html).Select(match => match.Groups[1].Value).ToList();

        foreach (var handler in handlers)
        {
            await browser.PostAsync(PathOf(route), ("_handler", handler));
            Assert.Equal((HttpStatusCode.BadRequest, "This request cannot be answered"), (browser.Status, browser.Heading));
        }
    }

    private async Task<Browser> OpenAsync(string route)
    {
        if ((await Host.EventsAsync("reader")).Count == 0)
        {
            await Host.PostJsonAsync("/api/register", new { username = "reader", password = "correct horse", email = "reader@example.com" });
        }

        var browser = new Browser(Host);
        await browser.SignInAsync("admin", AuthHost.AdminPassword);
        return await browser.GetAsync(PathOf(route));
    }

    internal static string PathOf(string route) =>
        !route.Contains('{', StringComparison.Ordinal) ? route
        : Samples.GetValueOrDefault(route) ?? throw new InvalidOperationException($"Give a sample for the route {route}.");

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex HeadingPattern();

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostedPattern();

    [GeneratedRegex("<label[^>]*>.*?</label>", RegexOptions.Singleline)]
    private static partial Regex WrappedPattern();

    [GeneratedRegex("<(input|select|textarea)[^>]*>")]
    private static partial Regex InputPattern();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex IdPattern();

    [GeneratedRegex("name=\"_handler\" value=\"([^\"]+)\"")]
    private static partial Regex HandlerPattern();
}
