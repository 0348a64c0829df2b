using System.Globalization;
using System.Text.Json.Serialization;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;
using Quilt.Api.Policy;

namespace Quilt.Api.Recent;

/// <summary>What was pushed lately, for everyone to see.</summary>
internal static class RecentPackagesApi
{
    private const int DefaultCount = 10;
    private const int MaxCount = 100;

    /// <summary>The head of the partial index on public packages by time.</summary>
    private const string PublicSql = "SELECT owner, name, updated_at FROM packages WHERE is_public ORDER BY updated_at DESC LIMIT @count";

    /// <summary>The same for a team's registry, where nothing is public.</summary>
    private const string TeamSql = "SELECT p.owner, p.name, p.updated_at FROM packages p WHERE p.is_team AND " + Visibility.ReachSql + " ORDER BY p.updated_at DESC LIMIT @count";

    public static void MapRecentPackages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/recent_packages/", List).WithTags("Packages").WithName("ListRecentPackages")
            .WithSummary("The public packages that were pushed last, newest first (in a registry without public packages: those of the team)")
            .TakesQuery("count", "How many, at most 100. What is no number asks for 10.", """{"type":"string","pattern":"^[0-9]*$","default":"10","example":"10"}""")
            .AllowCallers(CallerRequirement.Reader);

    private static async Task<JsonAnswer<RecentPackages>> List(
        string? count, Caller caller, RegistryPolicy policy, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var packages = new List<RecentPackage>();
        if (policy.AllowAnonymousAccess || policy.AllowTeamAccess)
        {
            await using var command = database.CreateCommand(policy.AllowAnonymousAccess ? PublicSql : TeamSql);
            command.Parameters.AddWithValue("count", CountOf(count));
            if (!policy.AllowAnonymousAccess)
            {
                command.Parameters.AddReach(caller);
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                packages.Add(new(reader.GetString(0), reader.GetString(1), new DateTimeOffset(reader.GetDateTime(2), TimeSpan.Zero)));
            }
        }

        return new(new(packages), RecentPackagesJson.Default.RecentPackages);
    }

    /// <summary>What is no number asks for the default, as it always did; the answer stays small whatever is asked for.</summary>
    private static int CountOf(string? text) =>
        text is not { Length: > 0 } || text.AsSpan().ContainsAnyExceptInRange('0', '9') ? DefaultCount
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MaxCount)
        : MaxCount;
}

internal sealed record RecentPackages(IReadOnlyList<RecentPackage> Packages);

/// <param name="UpdatedAt">ISO 8601 with offset.</param>
internal sealed record RecentPackage(string Owner, string Name, DateTimeOffset UpdatedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RecentPackages))]
internal sealed partial class RecentPackagesJson : JsonSerializerContext;
