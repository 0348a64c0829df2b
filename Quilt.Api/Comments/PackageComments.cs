using System.Runtime.CompilerServices;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;
using Quilt.Api.Policy;

namespace Quilt.Api.Comments;

/// <summary>Writes and reads comments.</summary>
internal sealed class PackageComments(NpgsqlDataSource database, SharingLimits limits, TimeProvider time)
{
    /// <summary>One probe of the package's primary key: a comment on a package that was deleted meanwhile goes nowhere.</summary>
    private const string AddSql = """
        INSERT INTO comments (id, package_id, created_at, author, contents)
        SELECT @id, p.id, @now, @author, @contents FROM packages p WHERE p.id = @package_id FOR KEY SHARE
        """;

    /// <summary>A range of the index on (package, time, id), in its order.</summary>
    private const string ListSql = "SELECT id, author, created_at, contents FROM comments WHERE package_id = @package_id ORDER BY created_at, id";

    /// <summary>The end of a range of the index on (package, time): the package's comments of an hour.</summary>
    private const string RecentSql = "SELECT count(*) FROM comments WHERE package_id = @package_id AND created_at > @since AND author = @author";

    /// <summary>Why <paramref name="author"/> may not comment now, or null. Each comment mails the owner, who may say as much as they like.</summary>
    public async Task<ApiError?> FindRefusalAsync(Caller author, PackageState package, CancellationToken cancellationToken)
    {
        if (author.Owns(package.Owner))
        {
            return null;
        }

        await using var command = database.CreateCommand(RecentSql);
        command.Parameters.AddWithValue("package_id", package.Id);
        command.Parameters.AddWithValue("since", time.GetUtcNow().UtcDateTime.AddHours(-1));
        command.Parameters.AddWithValue("author", author.UserName);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! >= limits.CommentsPerHour
            ? ApiError.TooMany($"You wrote {limits.CommentsPerHour} comments on this package within an hour, which is the limit. Go on later.")
            : null;
    }

    /// <summary>Adds a comment; null where the package is gone.</summary>
    public async Task<CommentAnswer?> AddAsync(Caller author, PackageState package, string contents, CancellationToken cancellationToken)
    {
        // The database keeps microseconds: now and later the same time is told.
        var now = time.GetUtcNow().UtcDateTime;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var id = Guid.CreateVersion7(now);
        await using var command = database.CreateCommand(AddSql);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("package_id", package.Id);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("author", author.UserName);
        command.Parameters.AddWithValue("contents", contents);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 0 ? null : CommentAnswer.Of(id, author.UserName, now, contents);
    }

    /// <summary>A package's comments, oldest first.</summary>
    public async IAsyncEnumerable<CommentAnswer> ListAsync(long packageId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ListSql);
        command.Parameters.AddWithValue("package_id", packageId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return CommentAnswer.Of(reader.GetGuid(0), reader.GetString(1), reader.GetDateTime(2), reader.GetString(3));
        }
    }
}
