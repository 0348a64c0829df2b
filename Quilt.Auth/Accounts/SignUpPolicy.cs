namespace Quilt.Auth.Accounts;

/// <summary>Whether people may make accounts for themselves (<c>Quilt:AllowSignup</c>, off in doubt).</summary>
internal sealed class SignUpPolicy(IConfiguration configuration)
{
    public bool IsAllowed { get; } = configuration.GetValue("Quilt:AllowSignup", false);
}
