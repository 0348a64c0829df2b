using Quilt.Auth.Accounts;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>The external providers that are on, as the configuration says.</summary>
internal sealed class ExternalProviders
{
    private const string SignUpKey = "Quilt:Auth:ExternalSignup";

    private const string SecondFactorKey = "Quilt:Auth:SecondFactorAfterExternal";

    private readonly bool? _signUp;

    private ExternalProviders(IConfiguration configuration)
    {
        GitHub = GitHubSettings.Read(configuration);
        Entra = EntraSettings.Read(configuration);
        OpenIdConnect = OpenIdConnectSettings.Read(configuration);
        _signUp = SettingReader.Flag(configuration, SignUpKey);
        AsksSecondFactor = SettingReader.Flag(configuration, SecondFactorKey) ?? true;
        All = [.. new[] { GitHub?.Provider, Entra?.Provider }.OfType<ExternalProvider>(), .. OpenIdConnect.Select(settings => settings.Provider)];
    }

    public GitHubSettings? GitHub { get; }

    public EntraSettings? Entra { get; }

    public IReadOnlyList<OpenIdConnectSettings> OpenIdConnect { get; }

    /// <summary>In the order of their buttons.</summary>
    public IReadOnlyList<ExternalProvider> All { get; }

    /// <summary>Whether who has two-factor sign-in on owes a code after a provider, too, or the provider's own check is enough.</summary>
    public bool AsksSecondFactor { get; }

    /// <exception cref="InvalidOperationException">A setting is wrong or missing; the message names its key.</exception>
    public static ExternalProviders Read(IConfiguration configuration)
    {
        var providers = new ExternalProviders(configuration);
        if (providers.All.Count == 0 && !LocalAccounts.Read(configuration))
        {
            throw new InvalidOperationException($"{LocalAccounts.Key} is 'false', but no other way to sign in is configured. Configure one (see docs/sign-in.md), or leave {LocalAccounts.Key} out.");
        }

        return providers;
    }

    public ExternalProvider? Find(string? name) => All.FirstOrDefault(provider => provider.Name == name);

    /// <summary>
    /// Whether a first sign-in through <paramref name="provider"/> makes an account. Unless a setting says so for all: where
    /// only people come whom the settings name, or where anybody may sign up.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="signUpIsOpen">Whether anybody may sign up.</param>
    public bool MakesAccounts(ExternalProvider provider, bool signUpIsOpen) => _signUp ?? (provider.AdmitsNamedPeopleOnly || signUpIsOpen);
}
