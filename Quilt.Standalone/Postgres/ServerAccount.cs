using System.Globalization;

namespace Quilt.Standalone.Postgres;

/// <summary>
/// The account that PostgreSQL runs under when root starts us (PostgreSQL refuses root): whoever owns an existing
/// cluster, else <c>postgres</c>, else <c>nobody</c>.
/// </summary>
/// <param name="Name">The account's name, or its number when it has none.</param>
/// <param name="UserId">Its user id.</param>
/// <param name="GroupId">Its group id.</param>
internal sealed record ServerAccount(string Name, int UserId, int GroupId)
{
    private const string PasswordFile = "/etc/passwd";

    private static readonly string[] Preferred = ["postgres", "_postgres", "nobody"];

    /// <summary>The account to drop to for <paramref name="cluster"/>, or null when our own is right.</summary>
    public static async Task<ServerAccount?> FindAsync(string cluster, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var known = File.Exists(PasswordFile) ? await File.ReadAllLinesAsync(PasswordFile, cancellationToken) : [];
        if (Directory.Exists(cluster) && await FileOwner.FindAsync(cluster, cancellationToken) is { User: not 0 } owner)
        {
            return Parse(known).FirstOrDefault(account => account.UserId == owner.User)
                ?? new ServerAccount(owner.User.ToString(CultureInfo.InvariantCulture), owner.User, owner.Group);
        }

        return Choose(known) ?? throw new StartRefusedException(
            "PostgreSQL does not run as root, and this system has neither an account 'postgres' nor 'nobody' to run it under. Start Quilt as an ordinary user.");
    }

    /// <summary>The best account of a password file.</summary>
    internal static ServerAccount? Choose(IEnumerable<string> passwordFile)
    {
        var accounts = Parse(passwordFile).ToList();
        return Preferred
            .Select(name => accounts.FirstOrDefault(account => account.Name == name))
            .FirstOrDefault(account => account is { UserId: > 0, GroupId: > 0 });
    }

    private static IEnumerable<ServerAccount> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Split(':') is [var name, _, var user, var group, ..]
                && int.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var userId)
                && int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var groupId))
            {
                yield return new ServerAccount(name, userId, groupId);
            }
        }
    }
}
