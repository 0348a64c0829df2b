namespace Quilt.Auth.Accounts;

/// <summary>Whether people may make accounts for themselves with a password (<c>Quilt:AllowSignup</c>, off in doubt).</summary>
internal sealed class SignUpPolicy(IConfiguration configuration, LocalAccounts local)
{
    public bool IsAllowed { get; } = local.AreAllowed && configuration.GetValue("Quilt:AllowSignup", false);
}
