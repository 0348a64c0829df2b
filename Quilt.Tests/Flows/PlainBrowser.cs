using System.Net;
using System.Text.RegularExpressions;

namespace Quilt.Tests.Flows;

/// <summary>A browser without JavaScript that goes wherever it is led: through redirects, with cookies, from service to service.</summary>
internal sealed partial class PlainBrowser : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() });

    /// <summary>Where the page in view came from.</summary>
    public Uri Address { get; private set; } = null!;

    public string Html { get; private set; } = "";

    /// <summary>Which replica made the page, where a balancer tells.</summary>
    public string Replica { get; private set; } = "";

    public string Code => CodePattern().Match(Html).Groups[1].Value;

    public async Task GoAsync(Uri address) => await TakeAsync(await _http.GetAsync(address));

    /// <summary>Follows the link that reads <paramref name="text"/>.</summary>
    public Task FollowAsync(string text) =>
        GoAsync(new Uri(Address, WebUtility.HtmlDecode(Regex.Match(Html, $"<a [^>]*href=\"([^\"]*)\"[^>]*>{Regex.Escape(text)}</a>").Groups[1].Value)));

    /// <summary>Sends the page's form with its hidden fields and <paramref name="fields"/>.</summary>
    public async Task SubmitAsync(params IEnumerable<(string Name, string Value)> fields)
    {
        var form = FormPattern().Match(Html);
        var values = HiddenPattern().Matches(form.Value).Select(field => (Name: field.Groups[1].Value, Value: WebUtility.HtmlDecode(field.Groups[2].Value)));
        using var content = new FormUrlEncodedContent(values.Concat(fields).Select(field => KeyValuePair.Create(field.Name, field.Value)));
        await TakeAsync(await _http.PostAsync(new Uri(Address, WebUtility.HtmlDecode(form.Groups[1].Value)), content));
    }

    public void Dispose() => _http.Dispose();

    private async Task TakeAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Html = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} from {response.RequestMessage!.RequestUri}: {Html}");
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
