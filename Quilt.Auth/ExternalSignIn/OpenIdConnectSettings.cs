using System.Text.RegularExpressions;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sign-in with one OpenID Connect provider (<c>Quilt:OpenIdConnect:{name}:*</c>).</summary>
internal sealed partial record OpenIdConnectSettings(
    ExternalProvider Provider, string ClientId, string? ClientSecret, Uri Authority, IReadOnlyList<string> Scopes, string UserNameClaim, IReadOnlyList<string> AllowedEmailDomains)
{
    private const string Section = "Quilt:OpenIdConnect";

    /// <summary>A misspelt restriction must not be overlooked, so nothing unknown is allowed.</summary>
    private static readonly HashSet<string> Keys = new(
        ["Authority", "ClientId", "ClientSecret", "DisplayName", "Scopes", "UserNameClaim", "AllowedEmailDomains"], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<OpenIdConnectSettings> Read(IConfiguration configuration) =>
        [.. configuration.GetSection(Section).GetChildren().Select(section => Read(configuration, section))];

    private static OpenIdConnectSettings Read(IConfiguration configuration, IConfigurationSection section)
    {
        var (key, name) = ($"{Section}:{section.Key}", section.Key.ToLowerInvariant());
        if (!NamePattern().IsMatch(name) || name is ExternalProvider.GitHub or ExternalProvider.Entra)
        {
            throw new InvalidOperationException($"{key}: the name of a provider holds letters, digits and hyphens, and is neither '{ExternalProvider.GitHub}' nor '{ExternalProvider.Entra}'.");
        }

        if (section.GetChildren().FirstOrDefault(child => !Keys.Contains(child.Key)) is { } unknown)
        {
            throw new InvalidOperationException($"{key}:{unknown.Key} is not a setting. Known are {string.Join(", ", Keys)}.");
        }

        var authority = SettingReader.Address($"{key}:Authority", Required(configuration, $"{key}:Authority"), "https://login.example.com/realms/people");
        var domains = SettingReader.List(configuration, $"{key}:AllowedEmailDomains");
        if (domains.FirstOrDefault(domain => !DomainPattern().IsMatch(domain)) is { } wrong)
        {
            throw new InvalidOperationException($"{key}:AllowedEmailDomains holds '{wrong}'. Each entry must be a domain, such as example.com.");
        }

        var scopes = SettingReader.List(configuration, $"{key}:Scopes");
        return new OpenIdConnectSettings(
            new ExternalProvider(name, SettingReader.Text(configuration, $"{key}:DisplayName") ?? section.Key, authority.AbsoluteUri.TrimEnd('/'), domains.Count > 0),
            Required(configuration, $"{key}:ClientId"),
            SettingReader.Text(configuration, $"{key}:ClientSecret"),
            authority,
            scopes.Count > 0 ? scopes : ["profile", "email"],
            SettingReader.Text(configuration, $"{key}:UserNameClaim") ?? "preferred_username",
            domains);
    }

    private static string Required(IConfiguration configuration, string key) =>
        SettingReader.Text(configuration, key) ?? throw new InvalidOperationException($"{key} is not set. An OpenID Connect provider needs its Authority and a ClientId.");

    // Without the generated text of a record, which would hold the secret.
    public override string ToString() => $"{Provider.Name} at {Authority}";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex DomainPattern();
}
