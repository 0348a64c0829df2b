using Quilt.Api.Callers.Accounts;

namespace Quilt.Api.Callers;

/// <summary>Knows the accounts, which are the sign-in service's.</summary>
internal interface IAccountDirectory
{
    /// <summary>Whether <paramref name="userName"/> is the name of an account.</summary>
    ValueTask<bool> ExistsAsync(string userName, CancellationToken cancellationToken);

    /// <summary>The account of that name, or null.</summary>
    Task<KnownAccount?> FindAsync(string userName, CancellationToken cancellationToken);

    /// <summary>All accounts.</summary>
    Task<IReadOnlyList<KnownAccount>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What happened to the account of that name (sign-ins, passwords, tokens), newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<AccountEvent>> EventsAsync(string userName, int limit, CancellationToken cancellationToken);

    /// <summary>Who may sign up now.</summary>
    Task<SignUpState> SignUpAsync(CancellationToken cancellationToken);
}
