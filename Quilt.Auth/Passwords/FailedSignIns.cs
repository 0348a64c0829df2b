using System.Net;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Limits;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Refuses more tries after too many failed sign-ins of an account or from an address. Only failures count, and an
/// unknown name counts like a known one.
/// </summary>
internal sealed class FailedSignIns(AttemptCounts counts, SecurityEvents events)
{
    public const int PerAccount = 10;
    public const int PerAddress = 100;
    public static readonly TimeSpan Window = AttemptCounts.Window;

    /// <summary>How long to wait before another try, or null when one is allowed now.</summary>
    public Task<TimeSpan?> BlockedForAsync(string name, IPAddress? address, CancellationToken cancellationToken) =>
        counts.BlockedForAsync([Account(name), Address(address)], cancellationToken);

    public Task CountAsync(string name, IPAddress? address, CancellationToken cancellationToken) =>
        counts.CountAsync([Account(name), Address(address)], cancellationToken);

    /// <summary>
    /// Counts a failure and records it: under the name tried if it is one at all, for what else people type may be anything.
    /// What is counted is limited, so this is, too.
    /// </summary>
    public async Task RecordAsync(string name, IPAddress? address, string reason, CancellationToken cancellationToken)
    {
        await CountAsync(name, address, cancellationToken);
        var user = AccountRules.CheckName(name) is null ? name : "";
        await events.RecordAsync(user, new SecurityAct(SecurityEventTypes.LoginFailed, ("reason", reason)), cancellationToken);
    }

    /// <summary>Forgets an account's failures. Called with the right password only, and costs nothing when there were none.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) => counts.ForgetAsync(Account(name), cancellationToken);

    private static Attempt Account(string name) => Attempt.ByAccount("", name, PerAccount);

    private static Attempt Address(IPAddress? address) => Attempt.ByAddress("", address, PerAddress);
}
