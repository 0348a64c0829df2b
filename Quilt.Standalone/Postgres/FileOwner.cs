using System.Globalization;

namespace Quilt.Standalone.Postgres;

/// <summary>Who owns a file or folder on Unix; .NET does not tell, the system's <c>stat</c> and <c>chown</c> do.</summary>
/// <param name="User">The user id.</param>
/// <param name="Group">The group id.</param>
internal sealed record FileOwner(int User, int Group)
{
    /// <summary>The owner of <paramref name="path"/>, or null when it cannot be told.</summary>
    public static async Task<FileOwner?> FindAsync(string path, CancellationToken cancellationToken)
    {
        string[] format = OperatingSystem.IsLinux() ? ["-c", "%u %g"] : ["-f", "%u %g"];
        var result = await Tool.RunAsync("stat", [.. format, path], account: null, cancellationToken);
        return result.Succeeded
            && result.Output.Trim().Split(' ') is [var user, var group]
            && int.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var userId)
            && int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var groupId)
                ? new FileOwner(userId, groupId)
                : null;
    }

    /// <summary>The user id of this process, or null when it cannot be told.</summary>
    public static async Task<int?> OwnUserAsync(CancellationToken cancellationToken)
    {
        var result = await Tool.RunAsync("id", ["-u"], account: null, cancellationToken);
        return result.Succeeded && int.TryParse(result.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : null;
    }

    /// <summary>Gives <paramref name="path"/> to <paramref name="account"/>; nothing to do when that is our own.</summary>
    public static async Task GiveAsync(string path, ServerAccount? account, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            return;
        }

        var result = await Tool.RunAsync("chown", [$"{account.UserId}:{account.GroupId}", path], account: null, cancellationToken);
        if (!result.Succeeded)
        {
            throw new StartRefusedException($"{path} could not be given to the account '{account.Name}' that PostgreSQL runs under ({result.LastLine}). Choose a folder on a file system with owners, with --data.");
        }
    }
}
