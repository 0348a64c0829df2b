using System.Net;
using System.Text.RegularExpressions;
using Quilt.Auth.TwoFactor;

namespace Quilt.Tests.Auth.TwoFactor;

public sealed partial class TwoFactorTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task Switching_on_takes_a_code_and_the_password_and_shows_ten_codes_once()
    {
        using var browser = await RegisterAsync("cautious");
        await browser.GetAsync("/account/two-factor");
        var key = KeyOf(browser);

        await browser.SubmitFormAsync("on", ("code", "000000"), ("current", "correct horse"));
        Assert.Contains("not the one that the app shows", browser.Problem, StringComparison.Ordinal);
        Assert.Equal(key, KeyOf(browser));
        await browser.SubmitFormAsync("on", ("code", CodeOf(Host, key)), ("current", "wrong"));
        Assert.Equal((HttpStatusCode.BadRequest, "This is not the present password."), (browser.Status, browser.Problem));
        await browser.SubmitFormAsync("on", ("code", CodeOf(Host, key)), ("current", "correct horse"));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(RecoveryCodes.Count, CodesOf(browser).Distinct().Count());
        Assert.Contains("TWO_FACTOR_ENABLED", await Host.EventTypesAsync("cautious"));
        await browser.GetAsync("/account/two-factor");
        Assert.Empty(CodesOf(browser));
        Assert.Contains("10 of 10", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_asks_for_the_code_after_the_password_and_takes_each_code_once()
    {
        var (key, _) = await SwitchOnAsync(Host, "guarded");
        Host.Time.Advance(TimeSpan.FromSeconds(60));
        using var browser = new Browser(Host);

        await browser.SignInAsync("guarded", "correct horse");
        Assert.Equal("/signin/code?returnUrl=%2Flogin", browser.Location);
        Assert.StartsWith("/signin", (await browser.GetAsync("/account")).Location, StringComparison.Ordinal);
        await browser.GetAsync("/signin/code?returnUrl=%2Flogin");
        var code = CodeOf(Host, key);
        await browser.SubmitAsync(("code", code[..3] + " " + code[3..]));
        Assert.Equal("/login", browser.Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);

        using var thief = new Browser(Host);
        await thief.SignInAsync("guarded", "correct horse");
        await thief.FollowAsync();
        await thief.SubmitAsync(("code", code));
        Assert.Equal(HttpStatusCode.Unauthorized, thief.Status);
        Assert.Equal(1, (await Host.EventsAsync("guarded")).Count(entry => entry.GetProperty("details").ToString().Contains("second factor\"", StringComparison.Ordinal) && entry.GetProperty("type").GetString() == "LOGIN"));
    }

    [Fact]
    public async Task Of_racing_uses_of_one_code_exactly_one_gets_in()
    {
        await using var host = await AuthHost.StartAsync();
        var (_, codes) = await SwitchOnAsync(host, "raced_code");
        var browsers = Enumerable.Range(0, SecondFactor.PerAccount).Select(_ => new Browser(host)).ToList();
        foreach (var browser in browsers)
        {
            await browser.SignInAsync("raced_code", "correct horse");
            await browser.FollowAsync();
        }

        await Task.WhenAll(browsers.Select(browser => browser.SubmitAsync(("code", codes[0]))));

        Assert.Single(browsers, browser => browser.Location == "/login");
        Assert.Equal("RECOVERY_CODE_USED", Assert.Single(await host.EventTypesAsync("raced_code"), type => type == "RECOVERY_CODE_USED"));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task Too_many_wrong_codes_lock_also_many_at_once_and_the_right_one()
    {
        await using var host = await AuthHost.StartAsync();
        var (_, codes) = await SwitchOnAsync(host, "guessed");
        var browsers = Enumerable.Range(0, 3 * SecondFactor.PerAccount).Select(_ => new Browser(host)).ToList();
        foreach (var browser in browsers)
        {
            await browser.SignInAsync("guessed", "correct horse");
            await browser.FollowAsync();
        }

        await Task.WhenAll(browsers.Select(browser => browser.SubmitAsync(("code", "aaaa-bbbb-cccc-dddd"))));
        await browsers[0].SubmitAsync(("code", codes[0]));

        Assert.Equal(SecondFactor.PerAccount, (await host.EventTypesAsync("guessed")).Count(type => type == "LOGIN_FAILED"));
        Assert.Equal(HttpStatusCode.TooManyRequests, browsers[0].Status);
        Assert.StartsWith("Too many", browsers[0].Problem, StringComparison.Ordinal);
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task A_program_is_told_that_the_password_is_not_enough_only_after_the_right_one()
    {
        await SwitchOnAsync(Host, "programmed");

        var right = await Host.PostJsonAsync("/api/login", new { username = "programmed", password = "correct horse" });
        var wrong = await Host.PostJsonAsync("/api/login", new { username = "programmed", password = "wrong" });

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (right.Status, wrong.Status));
        Assert.Contains("quilt login", right.Message, StringComparison.Ordinal);
        Assert.Equal("The user name or the password is wrong.", wrong.Message);
    }

    [Fact]
    public async Task What_the_password_opened_waits_ten_minutes_and_ends_with_a_new_password()
    {
        await using var host = await AuthHost.StartAsync();
        var (_, codes) = await SwitchOnAsync(host, "slow");
        using var late = new Browser(host);
        await late.SignInAsync("slow", "correct horse");
        await late.FollowAsync();
        host.Time.Advance(PendingSignIn.Lifetime + TimeSpan.FromSeconds(1));

        await late.SubmitAsync(("code", codes[0]));

        Assert.StartsWith("/signin?", late.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switching_off_takes_the_password_and_a_code()
    {
        var (key, codes) = await SwitchOnAsync(Host, "tired");
        using var browser = new Browser(Host);
        await browser.SignInAsync("tired", "correct horse");
        await browser.FollowAsync();
        await browser.SubmitAsync(("code", codes[0]));
        await browser.GetAsync("/account/two-factor");
        Assert.Contains("9 of 10", browser.Html, StringComparison.Ordinal);

        await browser.SubmitFormAsync("change", ("act", "off"), ("code", codes[0]), ("current", "correct horse"));
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        await browser.SubmitFormAsync("change", ("act", "off"), ("code", codes[1]), ("current", "wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.SubmitFormAsync("change", ("act", "codes"), ("code", codes[1]), ("current", "correct horse"));
        var renewed = CodesOf(browser);
        Assert.Equal(RecoveryCodes.Count, renewed.Except(codes).Count());
        await browser.GetAsync("/account/two-factor");
        Host.Time.Advance(TimeSpan.FromSeconds(60));
        await browser.SubmitFormAsync("change", ("act", "off"), ("code", CodeOf(Host, key)), ("current", "correct horse"));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("TWO_FACTOR_DISABLED", await Host.EventTypesAsync("tired"));
        Assert.Equal("/login", (await browser.SignInAsync("tired", "correct horse")).Location);
    }

    [Fact]
    public async Task Neither_the_key_nor_a_recovery_code_is_stored_as_it_is_or_told_in_an_event()
    {
        await using var host = await AuthHost.StartAsync();
        var (key, codes) = await SwitchOnAsync(host, "stored");
        await using var source = Npgsql.NpgsqlDataSource.Create(host.Database);
        await using var command = source.CreateCommand(
            "SELECT encode(authenticator_key, 'escape') FROM users WHERE authenticator_key IS NOT NULL UNION ALL SELECT encode(hash, 'escape') FROM recovery_codes UNION ALL SELECT e::text FROM security_events e");
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await reader.ReadAsync())
        {
            stored.Add(reader.GetString(0));
        }

        Assert.True(stored.Count > RecoveryCodes.Count + 1);
        Assert.All(stored, text => Assert.DoesNotContain(codes, code => text.Contains(code, StringComparison.Ordinal)));
        Assert.All(stored, text => Assert.DoesNotContain(key, text, StringComparison.Ordinal));
    }

    /// <summary>A new account with two-factor sign-in on; its key and its recovery codes.</summary>
    internal static async Task<(string Key, List<string> Codes)> SwitchOnAsync(AuthHost host, string name)
    {
        await host.RegisterAsync(name);
        using var browser = new Browser(host);
        await browser.SignInAsync(name, "correct horse");
        await browser.GetAsync("/account/two-factor");
        var key = KeyOf(browser);
        await browser.SubmitFormAsync("on", ("code", CodeOf(host, key)), ("current", "correct horse"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return (key, CodesOf(browser));
    }

    internal static string CodeOf(AuthHost host, string key) => Totp.CodeAt(Decode(key), Totp.StepAt(host.Time.GetUtcNow()));

    private async Task<Browser> RegisterAsync(string name)
    {
        await Host.RegisterAsync(name);
        var browser = new Browser(Host);
        await browser.SignInAsync(name, "correct horse");
        return browser;
    }

    private static byte[] Decode(string key)
    {
        var bits = string.Concat(key.Select(character => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(character, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(8 * index, 8), 2))];
    }

    private static string KeyOf(Browser browser) => KeyPattern().Match(browser.Html).Groups[1].Value;

    private static List<string> CodesOf(Browser browser) => [.. CodePattern().Matches(browser.Html).Select(match => match.Value)];

    [GeneratedRegex("<code class=\"key\">([A-Z2-7]{32})</code>")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}")]
    private static partial Regex CodePattern();
}
