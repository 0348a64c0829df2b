namespace Quilt.Auth.Tokens;

internal static class TokenLifetimes
{
    /// <summary>A push may upload for hours before its last call.</summary>
    public static readonly TimeSpan Access = TimeSpan.FromHours(24);

    public static readonly TimeSpan Refresh = TimeSpan.FromDays(90);

    /// <summary>Several processes of one client may renew the same token at once.</summary>
    public static readonly TimeSpan ReuseLeeway = TimeSpan.FromSeconds(30);
}
