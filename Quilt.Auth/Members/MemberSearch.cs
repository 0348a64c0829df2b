using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;

namespace Quilt.Auth.Members;

/// <summary>Finds accounts for admins, by parts of the name or the address, a page at a time.</summary>
internal sealed class MemberSearch(AuthDbContext database)
{
    public const int PageSize = 50;

    /// <summary>The accounts of one page in the order of their names. Reads the table of accounts, which admins only may cause.</summary>
    public async Task<MemberPage> FindAsync(string text, int page, CancellationToken cancellationToken)
    {
        // The database refuses NUL, and no name has one.
        text = text.Replace("\0", "", StringComparison.Ordinal).Trim();
        var found = database.Users.AsNoTracking();
        if (text.Length > 0)
        {
            var pattern = "%" + text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
            found = found.Where(user => EF.Functions.ILike(user.UserName!, pattern, @"\") || EF.Functions.ILike(user.Email!, pattern, @"\"));
        }

        var total = await found.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var members = await found.OrderBy(user => user.UserName).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new(members, total, page, pages);
    }

    /// <summary>One account, or null. What cannot be a name is not looked up.</summary>
    public async Task<Account?> ReadAsync(string name, CancellationToken cancellationToken) =>
        AccountRules.CheckName(name) is null ? await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.UserName == name, cancellationToken) : null;
}

internal sealed record MemberPage(IReadOnlyList<Account> Members, int Total, int Page, int Pages);
