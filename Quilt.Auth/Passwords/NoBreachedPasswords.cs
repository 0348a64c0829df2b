namespace Quilt.Auth.Passwords;

/// <summary>Where no breaches are looked up.</summary>
internal sealed class NoBreachedPasswords : IBreachedPasswords
{
    public Task<bool> ContainsAsync(string password, CancellationToken cancellationToken) => Task.FromResult(false);
}
