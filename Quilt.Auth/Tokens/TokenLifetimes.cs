namespace Quilt.Auth.Tokens;

internal static class TokenLifetimes
{
    /// <summary>A push may upload for hours before its last call.</summary>
    public static readonly TimeSpan Access = TimeSpan.FromHours(24);

    public static readonly TimeSpan Refresh = TimeSpan.FromDays(90);

    /// <summary>However often its refresh token is renewed, a sign-in ends after this.</summary>
    public static readonly TimeSpan SignIn = TimeSpan.FromDays(365);

    /// <summary>A code goes from the browser straight to its client.</summary>
    public static readonly TimeSpan Code = TimeSpan.FromMinutes(1);

    /// <summary>Several processes of one client may renew the same token at once.</summary>
    public static readonly TimeSpan ReuseLeeway = TimeSpan.FromSeconds(30);
}
