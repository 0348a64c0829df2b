using Microsoft.AspNetCore.Authentication;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>What somebody went to a provider for. It travels in the protected state.</summary>
/// <param name="ReturnUrl">Where to go afterwards; local.</param>
/// <param name="LinkSession">The browser session whose account the sign-in is to be linked to; null for signing in.</param>
internal sealed record Errand(string ReturnUrl, Guid? LinkSession)
{
    private const string ReturnKey = "quilt.return";
    private const string LinkKey = "quilt.link";

    public AuthenticationProperties ToProperties()
    {
        var properties = new AuthenticationProperties { Items = { [ReturnKey] = ReturnUrl } };
        if (LinkSession is { } session)
        {
            properties.Items[LinkKey] = session.ToString();
        }

        return properties;
    }

    public static Errand Of(IReadOnlyDictionary<string, string?> items) => new(
        SignInAddress.LocalOrHome(items.TryGetValue(ReturnKey, out var url) ? url : null),
        items.TryGetValue(LinkKey, out var session) && Guid.TryParse(session, out var id) ? id : null);
}
