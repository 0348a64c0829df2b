using System.Net;
using System.Text.RegularExpressions;

namespace Quilt.Tests.Auth;

/// <summary>A browser without JavaScript: keeps cookies, fills forms, and follows redirects only when told.</summary>
internal sealed partial class Browser(AuthHost host) : IDisposable
{
    /// <summary>Stand-ins for providers show certificates that nobody signed.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=stand-in" } }) { BaseAddress = host.Address };

    public HttpStatusCode Status { get; private set; }

    public string Html { get; private set; } = "";

    /// <summary>Where the last answer leads, by itself or by a redirect, without this service's own address; null when it is a page.</summary>
    public string? Location { get; private set; }

    public HttpResponseMessage Last { get; private set; } = null!;

    public string Heading => WebUtility.HtmlDecode(HeadingPattern().Match(Html).Groups[1].Value);

    /// <summary>What the page says is wrong.</summary>
    public string Problem => WebUtility.HtmlDecode(ProblemPattern().Match(Html).Groups[1].Value);

    public string Code => CodePattern().Match(Html).Groups[1].Value;

    public async Task<Browser> GetAsync(string path) => await TakeAsync(await _http.GetAsync(path));

    public async Task<Browser> FollowAsync() => await GetAsync(Location!);

    /// <summary>Sends the form of the page that goes to <paramref name="action"/>.</summary>
    public Task<Browser> SubmitToAsync(string action, params (string Name, string Value)[] fields) =>
        SubmitAsync(FormPattern().Matches(Html).First(form => ActionOf(form) == action), action, fields);

    /// <summary>Sends the page's form with its hidden fields and <paramref name="fields"/>.</summary>
    public Task<Browser> SubmitAsync(params (string Name, string Value)[] fields)
    {
        var form = FormPattern().Match(Html);
        return SubmitAsync(form, ActionOf(form), fields);
    }

    /// <summary>Sends the form with a name.</summary>
    public Task<Browser> SubmitFormAsync(string name, params (string Name, string Value)[] fields)
    {
        var form = FormPattern().Matches(Html).Single(form => form.Value.Contains($"name=\"_handler\" value=\"{name}\"", StringComparison.Ordinal));
        return SubmitAsync(form, ActionOf(form), fields);
    }

    /// <summary>Sends the same to another address than the form names.</summary>
    public Task<Browser> SubmitElsewhereAsync(string path, params (string Name, string Value)[] fields) =>
        SubmitAsync(FormPattern().Match(Html), path, fields);

    private static string ActionOf(Match form) => WebUtility.HtmlDecode(form.Groups[1].Value);

    private async Task<Browser> SubmitAsync(Match form, string path, (string Name, string Value)[] fields)
    {
        var values = HiddenPattern().Matches(form.Value).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        using var content = new FormUrlEncodedContent(values);
        return await TakeAsync(await _http.PostAsync(path, content));
    }

    public async Task<Browser> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await TakeAsync(await _http.PostAsync(path, content));
    }

    public async Task<Browser> SignInAsync(string name, string password, string returnUrl = "/login")
    {
        await GetAsync("/signin?returnUrl=" + Uri.EscapeDataString(returnUrl));
        return await SubmitAsync(("username", name), ("password", password));
    }

    /// <summary>As if a cookie had been copied into this browser.</summary>
    public void SetCookie(string cookie) => _http.DefaultRequestHeaders.Add("Cookie", cookie);

    public void Dispose() => _http.Dispose();

    private async Task<Browser> TakeAsync(HttpResponseMessage response)
    {
        Last = response;
        Status = response.StatusCode;
        Html = await response.Content.ReadAsStringAsync();

        // A page that leads on by itself is as good as a redirect.
        var location = response.Headers.Location?.OriginalString
            ?? (response.Headers.TryGetValues("Refresh", out var refresh) ? refresh.Single()["0;url=".Length..] : null);

        // Providers send people to the public address, behind which this test's host stands.
        var own = new[] { host.Address.AbsoluteUri, AuthHost.Issuer }.FirstOrDefault(address => location?.StartsWith(address, StringComparison.Ordinal) == true);
        Location = own is null ? location : location![(own.Length - 1)..];
        return this;
    }

    [GeneratedRegex("<h1>(.*?)</h1>", RegexOptions.Singleline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex("(?:role=\"alert\"|class=\"error\"[^>]*)>(.*?)<", RegexOptions.Singleline)]
    private static partial Regex ProblemPattern();

    [GeneratedRegex("<output class=\"code\" id=\"code\">(.*?)</output>")]
    private static partial Regex CodePattern();

    [GeneratedRegex("<form[^>]*method=\"post\" action=\"([^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenPattern();
}
