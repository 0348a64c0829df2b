namespace Quilt.Auth.ExternalSignIn;

/// <summary>Somebody else who says who a person is: GitHub, Entra ID, or an OpenID Connect provider.</summary>
/// <param name="Name">Its name in addresses and settings.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Issuer">
/// What it is, for ever: an account belongs to a subject of an issuer, so that another provider under the same name opens
/// no account of the first.
/// </param>
/// <param name="AdmitsNamedPeopleOnly">Whether the settings say whom it admits, so that not everybody in the world may come.</param>
internal sealed record ExternalProvider(string Name, string DisplayName, string Issuer, bool AdmitsNamedPeopleOnly)
{
    public const string GitHub = "github";
    public const string Entra = "entra";

    /// <summary>The page that leads to it.</summary>
    public string Path => "/signin/with/" + Name;

    /// <summary>Where it sends people back to.</summary>
    public string CallbackPath => Path + "/callback";
}
