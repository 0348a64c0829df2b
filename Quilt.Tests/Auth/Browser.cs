using System.Net;
using System.Text.RegularExpressions;

namespace Quilt.Tests.Auth;

/// <summary>A browser without JavaScript: keeps cookies, fills forms, and follows redirects only when told.</summary>
internal sealed partial class Browser(AuthHost host) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };

    public HttpStatusCode Status { get; private set; }

    public string Html { get; private set; } = "";

    /// <summary>Where the last answer leads, without this service's own address; null when it is a page.</summary>
    public string? Location { get; private set; }

    public HttpResponseMessage Last { get; private set; } = null!;

    public string Heading => WebUtility.HtmlDecode(HeadingPattern().Match(Html).Groups[1].Value);

    /// <summary>What the page says is wrong.</summary>
    public string Problem => WebUtility.HtmlDecode(ProblemPattern().Match(Html).Groups[1].Value);

    public string Code => CodePattern().Match(Html).Groups[1].Value;

    public async Task<Browser> GetAsync(string path) => await TakeAsync(await _http.GetAsync(path));

    public async Task<Browser> FollowAsync() => await GetAsync(Location!);

    /// <summary>Sends the page's first form with its hidden fields and <paramref name="fields"/>.</summary>
    public Task<Browser> SubmitAsync(params (string Name, string Value)[] fields) => SendAsync(FormPattern().Match(Html), fields);

    /// <summary>The same of the form with a name.</summary>
    public Task<Browser> SubmitFormAsync(string name, params (string Name, string Value)[] fields) =>
        SendAsync(FormPattern().Matches(Html).Single(form => form.Value.Contains($"name=\"_handler\" value=\"{name}\"", StringComparison.Ordinal)), fields);

    private async Task<Browser> SendAsync(Match form, (string Name, string Value)[] fields)
    {
        var values = HiddenPattern().Matches(form.Value).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        using var content = new FormUrlEncodedContent(values);
        return await TakeAsync(await _http.PostAsync(WebUtility.HtmlDecode(form.Groups[1].Value), content));
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

    public void Dispose() => _http.Dispose();

    private async Task<Browser> TakeAsync(HttpResponseMessage response)
    {
        Last = response;
        Status = response.StatusCode;
        Html = await response.Content.ReadAsStringAsync();
        var location = response.Headers.Location?.OriginalString;
        var own = host.Address.GetLeftPart(UriPartial.Authority);
        Location = location?.StartsWith(own + "/", StringComparison.Ordinal) == true ? location[own.Length..] : location;
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
