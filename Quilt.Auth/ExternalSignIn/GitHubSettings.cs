using System.Text.RegularExpressions;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sign-in with GitHub, switched on by the two variables that the first registry had for it.</summary>
internal sealed partial record GitHubSettings(ExternalProvider Provider, string ClientId, string ClientSecret, Uri BaseUrl, Uri ApiUrl, IReadOnlyList<string> Organizations)
{
    private const string ClientIdKey = "OAUTH_CLIENT_ID_GITHUB";
    private const string ClientSecretKey = "OAUTH_CLIENT_SECRET_GITHUB";
    private const string BaseUrlKey = "Quilt:GitHub:BaseUrl";
    private const string OrganizationsKey = "Quilt:GitHub:Organizations";
    private const string PublicBaseUrl = "https://github.com/";

    /// <summary>Whether this is github.com itself.</summary>
    public bool IsPublic => BaseUrl.AbsoluteUri == PublicBaseUrl;

    public static GitHubSettings? Read(IConfiguration configuration)
    {
        var (id, secret) = (SettingReader.Text(configuration, ClientIdKey), SettingReader.Text(configuration, ClientSecretKey));
        if (id is null && secret is null)
        {
            return null;
        }

        if (id is null || secret is null)
        {
            var (missing, given) = id is null ? (ClientIdKey, ClientSecretKey) : (ClientSecretKey, ClientIdKey);
            throw new InvalidOperationException($"{missing} is not set, but {given} is. Sign-in with GitHub needs both.");
        }

        var baseUrl = SettingReader.BaseAddress(BaseUrlKey, SettingReader.Text(configuration, BaseUrlKey) ?? PublicBaseUrl, "https://github.example.com");
        var organizations = SettingReader.List(configuration, OrganizationsKey);
        if (organizations.FirstOrDefault(name => !OrganizationPattern().IsMatch(name)) is { } wrong)
        {
            throw new InvalidOperationException($"{OrganizationsKey} holds '{wrong}'. Each entry must be the name of an organisation as in its GitHub address, such as quiltdata.");
        }

        var provider = new ExternalProvider(ExternalProvider.GitHub, "GitHub", baseUrl.AbsoluteUri, organizations.Count > 0);
        return new GitHubSettings(provider, id, secret, baseUrl, ApiOf(baseUrl), organizations);
    }

    /// <summary>github.com and its data-residency hosts have their API on a host of its own, GitHub Enterprise Server under a path.</summary>
    private static Uri ApiOf(Uri baseUrl) =>
        baseUrl.AbsoluteUri == PublicBaseUrl || baseUrl.Host.EndsWith(".ghe.com", StringComparison.OrdinalIgnoreCase)
            ? new Uri($"https://api.{baseUrl.Host}/")
            : new Uri(baseUrl, "api/v3/");

    // Without the generated text of a record, which would hold the secret.
    public override string ToString() => $"GitHub at {BaseUrl}";

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OrganizationPattern();
}
