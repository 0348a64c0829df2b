using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;

namespace Quilt.Api.Administration;

/// <summary>All users with what they did: the accounts are the sign-in service's, the counts ours.</summary>
internal static class UserOverviewApi
{
    /// <summary>One pass over the packages' index on the owner.</summary>
    private const string PackagesSql = "SELECT owner, count(*) FROM packages GROUP BY owner";

    /// <summary>One pass over the counts: a few rows for each package, however often it was pushed.</summary>
    private const string PushesSql = "SELECT user_name, type, sum(count)::bigint FROM package_event_counts WHERE type IN (1, 4) GROUP BY user_name, type";

    /// <summary>Two rows for each user.</summary>
    private const string InstallsSql = "SELECT user_name, type, count FROM user_event_counts";

    public static void MapUserOverview(this IEndpointRouteBuilder routes, bool isEnabled)
    {
        const string Path = "/api/users/list_detailed";
        // Switched off, it answers everybody alike, as the calls that the sign-in service answers do.
        var route = isEnabled
            ? routes.MapGet(Path, Get).AllowCallers(CallerRequirement.Admin)
            : routes.MapGet(Path, Results<JsonAnswer<UserOverview>, ApiError> () => ApiError.BadRequest("This endpoint is not enabled.")).AllowCallers(CallerRequirement.Public);
        route.WithTags("Administration").WithName("ListUsersDetailed").WithSummary("All users, with how much they own and did").AnswersErrors(400, 401, 403);
    }

    private static async Task<Results<JsonAnswer<UserOverview>, ApiError>> Get(
        Actor by, NpgsqlDataSource database, IAccountDirectory accounts, EventBuffer events, AdminReads reads, CancellationToken cancellationToken)
    {
        await reads.RecordAsync(by, "list_detailed", string.Empty, string.Empty, cancellationToken);
        await events.FlushAsync(cancellationToken);
        var known = await accounts.ListAsync(cancellationToken);
        var users = known.ToDictionary(
            account => account.Name,
            account => new UserActivity(account.IsActive ? "active" : "disabled", account.LastSignInAt?.ToUniversalTime(), account.IsAdmin),
            StringComparer.Ordinal);
        await CountAsync(users, database, cancellationToken);
        return new JsonAnswer<UserOverview>(
            new(new(users.OrderBy(user => user.Key, StringComparer.Ordinal))), AdministrationJson.Default.UserOverview);
    }

    private static async Task CountAsync(Dictionary<string, UserActivity> users, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var sql in (ReadOnlySpan<string>)[PackagesSql, PushesSql, InstallsSql])
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            users.GetValueOrDefault(reader.GetString(0))?.Packages = reader.GetInt64(1);
        }

        while (await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                users.GetValueOrDefault(reader.GetString(0))?.Count((EventType)reader.GetInt16(1), reader.GetInt64(2));
            }
        }
    }
}

/// <param name="Users">By name.</param>
internal sealed record UserOverview(Dictionary<string, UserActivity> Users);

/// <summary>How much a user owns and did.</summary>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="LastSeen">The last sign-in, ISO 8601 with offset, or null.</param>
internal sealed record UserActivity(string Status, DateTimeOffset? LastSeen, bool IsAdmin)
{
    public long Packages { get; set; }

    public long Installs { get; private set; }

    public long Previews { get; private set; }

    public long Pushes { get; private set; }

    public long Deletes { get; private set; }

    public void Count(EventType type, long count)
    {
        switch (type)
        {
            case EventType.Push:
                Pushes = count;
                break;
            case EventType.Install:
                Installs = count;
                break;
            case EventType.Preview:
                Previews = count;
                break;
            case EventType.Delete:
                Deletes = count;
                break;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UserOverview))]
[JsonSerializable(typeof(PackageOverview))]
internal sealed partial class AdministrationJson : JsonSerializerContext;
