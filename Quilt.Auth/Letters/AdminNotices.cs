using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Database;

namespace Quilt.Auth.Letters;

/// <summary>Writes to all admins when somebody new has an account.</summary>
internal sealed class AdminNotices(AuthDbContext database, AccountLetters letters)
{
    /// <param name="how">Continues "has an account now:".</param>
    public async Task SendAsync(string name, string email, string how, CancellationToken cancellationToken)
    {
        var admins = await database.Users.AsNoTracking()
            .Where(user => user.IsAdmin && user.IsActive && user.Email != null)
            .Select(user => user.Email!)
            .ToListAsync(cancellationToken);
        letters.NewUser(admins, name, email, how);
    }
}
