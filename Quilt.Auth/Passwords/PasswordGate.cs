using Microsoft.AspNetCore.Identity;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Hashes and verifies passwords a few at a time. One hash is tens of milliseconds of pure computing: without a bound a
/// burst of sign-ins would take every core and every pool thread from all other requests. One core always stays free
/// where there is more than one, and each hash runs on a thread of its own. What would wait too long is turned away.
/// </summary>
internal sealed class PasswordGate : IDisposable
{
    /// <summary>About ten seconds of waiting; a caller that waits longer has given up.</summary>
    private const int LongestQueue = 128;

    private readonly IPasswordHasher<Account> _hasher;
    private readonly SemaphoreSlim _gate = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly string _dummyHash;
    private int _waiting;

    public PasswordGate(IPasswordHasher<Account> hasher)
    {
        _hasher = hasher;
        _dummyHash = hasher.HashPassword(new Account(), Guid.NewGuid().ToString());
    }

    /// <summary>The hash of <paramref name="password"/>, or null when too many are waiting.</summary>
    public Task<string?> HashAsync(Account account, string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.HashPassword(account, password), cancellationToken);

    /// <summary>
    /// Whether <paramref name="password"/> is the account's, or null when too many are waiting. An unknown user
    /// (<paramref name="account"/> null) costs what a known one costs.
    /// </summary>
    public async Task<PasswordVerificationResult?> VerifyAsync(Account? account, string password, CancellationToken cancellationToken)
    {
        if (password.Length > AccountRules.LongestPassword)
        {
            return PasswordVerificationResult.Failed;
        }

        var result = await RunAsync(
            () => new Verdict(_hasher.VerifyHashedPassword(account ?? new Account(), account?.PasswordHash ?? _dummyHash, password)),
            cancellationToken);
        return account?.PasswordHash is null && result is not null ? PasswordVerificationResult.Failed : result?.Result;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<T?> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
        where T : class
    {
        if (Interlocked.Increment(ref _waiting) > LongestQueue)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _gate.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed record Verdict(PasswordVerificationResult Result);
}
