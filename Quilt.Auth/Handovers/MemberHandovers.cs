using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Members;

namespace Quilt.Auth.Handovers;

/// <summary>Lets admins hand an account's packages over to another user and delete the account, and look on.</summary>
internal sealed class MemberHandovers(AuthDbContext database, MemberSearch members, HandoverDesk desk, IHttpContextAccessor contexts, TimeProvider time)
{
    /// <summary>How long a page waits for the outcome; few packages are moved within it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks for it. What is wrong with that, or null.</summary>
    public async Task<FieldProblem?> AskAsync(Account member, string to, string admin, CancellationToken cancellationToken)
    {
        if (member.Name == admin)
        {
            return new("", "You cannot delete your own account.", StatusCodes.Status403Forbidden);
        }

        if (to == member.Name)
        {
            return new("to", "This is the account that is to be deleted. Name another user.");
        }

        switch (await members.ReadAsync(to, cancellationToken))
        {
            case null:
                return new("to", "There is no such user.");
            case { IsActive: false }:
                return new("to", "This account is disabled. Enable it, or name another user.");
        }

        return await desk.AskAsync(member, to, admin, Origin.Of(contexts.HttpContext), cancellationToken)
            ? null
            : new("", "The packages are being moved already.", StatusCodes.Status409Conflict);
    }

    /// <summary>Stops it. What is moved stays moved, and the account stays as it is.</summary>
    public Task StopAsync(Account member, string admin, CancellationToken cancellationToken) => desk.StopAsync(member, admin, cancellationToken);

    /// <summary>The last handover of the account of that name, which may be deleted by now; null where there was none.</summary>
    public async Task<Handover?> FindAsync(string name, CancellationToken cancellationToken) =>
        AccountRules.CheckName(name) is null
            ? await database.Set<Handover>().AsNoTracking()
                .Where(handover => database.Users.IgnoreQueryFilters().Any(user => user.Id == handover.UserId && user.UserName == name))
                .SingleOrDefaultAsync(cancellationToken)
            : null;

    /// <summary>The same, once it has ended or has taken a while.</summary>
    public async Task<Handover?> AwaitAsync(string name, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var found = await FindAsync(name, cancellationToken);
            if (found is not { State: HandoverState.Asked or HandoverState.Moving } || time.GetElapsedTime(started) >= Patience)
            {
                return found;
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
