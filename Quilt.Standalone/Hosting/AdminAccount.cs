using Quilt.Auth;
using Quilt.Standalone.Options;

namespace Quilt.Standalone.Hosting;

/// <summary>What the first admin's password means for starting: everybody knows the default one.</summary>
internal sealed class AdminAccount(StandaloneOptions options)
{
    /// <summary>Refuses early, before a database is made for nothing.</summary>
    /// <exception cref="StartRefusedException">The new registry would be open to others with the default password.</exception>
    public void CheckFreshFolder()
    {
        if (options.AdminPassword is null)
        {
            CheckExposure();
        }
    }

    /// <summary>
    /// Refuses to open a registry that anybody could take over. With a password of one's own it may start: sign-in makes
    /// the admin with it, or replaces the default one by it, before it answers the first request.
    /// </summary>
    /// <exception cref="StartRefusedException">The default password stands and other machines could reach the services.</exception>
    public async Task CheckAsync(string authDatabase, CancellationToken cancellationToken)
    {
        if (options.AdminPassword is null && await DefaultPasswordStandsAsync(authDatabase, cancellationToken))
        {
            CheckExposure();
        }
    }

    /// <summary>Whether anybody may sign in as the admin with the default password.</summary>
    public static Task<bool> DefaultPasswordStandsAsync(string authDatabase, CancellationToken cancellationToken) =>
        AuthApplication.DefaultPasswordStandsAsync(authDatabase, cancellationToken);

    private void CheckExposure()
    {
        if (options.Bind.IsWide)
        {
            throw new StartRefusedException(
                $"Listening on {options.Bind.Text} would let other machines in while the admin's default password still stands. "
                + $"Set another with {StandaloneSetting.AdminPassword.EnvironmentVariable}=… in the environment (or {StandaloneSetting.AdminPassword.Option}), or start without {StandaloneSetting.Bind.Option}, sign in and change it.");
        }
    }
}
