using System.Net;
using System.Text.RegularExpressions;

namespace Quilt.Tests.Flows;

/// <summary>A browser without JavaScript that goes wherever it is led: through redirects, with cookies, from service to service.</summary>
internal sealed partial class PlainBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public PlainBrowser() => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies });

    /// <summary>Where the page in view came from.</summary>
    public Uri Address { get; private set; } = null!;

    public string Html { get; private set; } = "";

    /// <summary>The status of the page in view.</summary>
    public int Status { get; private set; }

    /// <summary>Whether a page that refuses is looked at, and no failure.</summary>
    public bool TakesRefusals { get; init; }

    /// <summary>Which replica made the page, where a balancer tells.</summary>
    public string Replica { get; private set; } = "";

    public string Code => CodePattern().Match(Html).Groups[1].Value;

    /// <summary>Somebody who signs in to the catalog and is led to a page of it.</summary>
    public static async Task<PlainBrowser> SignedInAsync(Uri catalog, PythonClient user, string path)
    {
        var browser = new PlainBrowser { TakesRefusals = true };
        await browser.GoAsync(new Uri(catalog, "/signin?next=" + Uri.EscapeDataString(path)));
        await browser.SubmitAsync(user.Credentials);
        Assert.Equal(path, browser.Address.AbsolutePath);
        return browser;
    }

    public async Task GoAsync(Uri address) => await TakeAsync(await _http.GetAsync(address));

    /// <summary>Follows the link that reads <paramref name="text"/>.</summary>
    public Task FollowAsync(string text) =>
        GoAsync(new Uri(Address, WebUtility.HtmlDecode(Regex.Match(Html, $"<a [^>]*href=\"([^\"]*)\"[^>]*>{Regex.Escape(text)}</a>").Groups[1].Value)));

    /// <summary>Sends the page's form with its hidden fields and <paramref name="fields"/>.</summary>
    public Task SubmitAsync(params IEnumerable<(string Name, string Value)> fields) => SubmitAsync(FormPattern().Match(Html), fields);

    /// <summary>Sends the form that Blazor knows by <paramref name="handler"/>.</summary>
    public Task SubmitFormAsync(string handler, params IEnumerable<(string Name, string Value)> fields) => SubmitFormAsync(Html, handler, fields);

    /// <summary>The same in a page that was opened before.</summary>
    public Task SubmitFormAsync(string page, string handler, IEnumerable<(string Name, string Value)> fields) =>
        SubmitAsync(FormPattern().Matches(page).Single(form => form.Value.Contains($"name=\"_handler\" value=\"{handler}\"", StringComparison.Ordinal)), fields);

    /// <summary>Loses the cookies of a page whose names match, as when they expire. It must have had one.</summary>
    public void Lose(Uri address, string names)
    {
        var lost = _cookies.GetCookies(address).Where(cookie => Regex.IsMatch(cookie.Name, names)).ToList();
        Assert.NotEmpty(lost);
        lost.ForEach(cookie => cookie.Expired = true);
    }

    /// <summary>The names and values of the cookies that a page is asked for with.</summary>
    public IReadOnlyDictionary<string, string> CookiesOf(Uri address) => _cookies.GetCookies(address).ToDictionary(cookie => cookie.Name, cookie => cookie.Value);

    private async Task SubmitAsync(Match form, IEnumerable<(string Name, string Value)> fields)
    {
        var values = HiddenPattern().Matches(form.Value).Select(field => (Name: field.Groups[1].Value, Value: WebUtility.HtmlDecode(field.Groups[2].Value)));
        using var content = new FormUrlEncodedContent(values.Concat(fields).Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, WebUtility.HtmlDecode(form.Groups[1].Value))) { Content = content };
        request.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        await TakeAsync(await _http.SendAsync(request));
    }

    public void Dispose() => _http.Dispose();

    private async Task TakeAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Html = await response.Content.ReadAsStringAsync();
            Status = (int)response.StatusCode;
            Assert.True(TakesRefusals || response.IsSuccessStatusCode, $"{(int)response.StatusCode} from {response.RequestMessage!.RequestUri}: {Html}");
            Replica = response.Headers.TryGetValues("X-Replica", out var names) ? names.Single() : "";
            Address = response.RequestMessage!.RequestUri!;
        }
    }

    [GeneratedRegex("<output class=\"code\" id=\"code\">(.*?)</output>")]
    private static partial Regex CodePattern();

    [GeneratedRegex("<form[^>]*method=\"post\" action=\"([^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenPattern();
}
