using Quilt.Standalone.Options;

namespace Quilt.Standalone.Hosting;

/// <summary>What the first admin's password means for starting: everybody knows the default one.</summary>
internal sealed class AdminAccount(StandaloneOptions options)
{
    /// <summary>Whether anybody may sign in as the admin with the default password.</summary>
    public bool DefaultPasswordStands { get; } = options.AdminPassword is null;

    /// <summary>Refuses to open a registry to others that anybody could take over.</summary>
    /// <exception cref="StartRefusedException">The default password stands and other machines could reach the services.</exception>
    public void CheckExposure()
    {
        if (DefaultPasswordStands && options.Bind.IsWide)
        {
            throw new StartRefusedException(
                $"Listening on {options.Bind.Text} would let other machines in while the admin's default password still stands. "
                + $"Set another with {StandaloneSetting.AdminPassword.EnvironmentVariable}=… in the environment (or {StandaloneSetting.AdminPassword.Option}), or sign in on this machine and change it.");
        }
    }
}
