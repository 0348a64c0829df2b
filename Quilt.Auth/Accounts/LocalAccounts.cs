using Quilt.Auth.ExternalSignIn;

namespace Quilt.Auth.Accounts;

/// <summary>Whether accounts have passwords here (<c>Quilt:Auth:LocalAccounts</c>), or people only come through external providers.</summary>
internal sealed class LocalAccounts(IConfiguration configuration)
{
    public const string Key = "Quilt:Auth:LocalAccounts";

    public bool AreAllowed { get; } = Read(configuration);

    public static bool Read(IConfiguration configuration) => SettingReader.Flag(configuration, Key) ?? true;
}
