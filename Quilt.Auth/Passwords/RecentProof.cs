using System.Net;
using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Database;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Whether somebody has proved lately who they are. Administration takes that: an open screen that was left alone must not
/// be enough to take over accounts.
/// </summary>
internal sealed class RecentProof(AuthDbContext database, PasswordProof proof, TimeProvider time)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    public bool IsGiven(SignedIn signedIn) => time.GetUtcNow() - signedIn.Session.ProvedAt <= Lasts;

    /// <summary>Takes the password as a proof; what is wrong with it, or null.</summary>
    public async Task<FieldProblem?> GiveAsync(SignedIn signedIn, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (await proof.CheckAsync(signedIn, password, address, cancellationToken) is { } problem)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        await database.Set<BrowserSession>().Where(session => session.Id == signedIn.Session.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.ProvedAt, now), cancellationToken);
        return null;
    }
}
