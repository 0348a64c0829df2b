namespace Quilt.Auth.Passwords;

/// <summary>Passwords that somebody has published after breaking in somewhere.</summary>
internal interface IBreachedPasswords
{
    /// <summary>Whether the password is among them. False also where that cannot be found out now.</summary>
    Task<bool> ContainsAsync(string password, CancellationToken cancellationToken);
}
