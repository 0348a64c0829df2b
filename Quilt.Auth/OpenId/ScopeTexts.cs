using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>What scopes mean, for the person who is asked to grant them.</summary>
internal static class ScopeTexts
{
    /// <summary>In the order in which people should read them: the weightiest first.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> scopes)
    {
        var asked = scopes.ToHashSet(StringComparer.Ordinal);
        return Known.Where(known => asked.Contains(known.Scope)).Select(known => known.Text);
    }

    private static readonly (string Scope, string Text)[] Known =
    [
        (RegistryScopes.Admin, "Administer the registry as you may"),
        (RegistryScopes.Write, "Push, tag, share and delete your packages"),
        (RegistryScopes.Read, "See and install every package that you may see, private ones included"),
        (Scopes.Email, "Know your e-mail address"),
        (Scopes.Profile, "Know your user name"),
        (Scopes.OpenId, "Recognize you when you come back"),
        (Scopes.OfflineAccess, "Stay connected while you are away, until you end it"),
    ];
}
