using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Quilt.Api.Administration;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Policy;

namespace Quilt.Api.Packages;

/// <summary>Lists of packages and of their revisions, and the end of a package.</summary>
internal static class PackageListApi
{
    /// <summary>A range of the index on (owner, name); visibility probes the access table's primary key. Case does not count in the order.</summary>
    private const string ListSql =
        "SELECT p.name, p.is_public, p.is_team FROM packages p WHERE p.owner = @owner AND {0} ORDER BY lower(p.name) COLLATE \"C\"";

    private static readonly string VisibleSql = ListSql.Replace("{0}", Visibility.Sql, StringComparison.Ordinal);
    private static readonly string AllSql = ListSql.Replace("{0}", "true", StringComparison.Ordinal);

    public static void MapPackageLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/package/{owner}/", ListVisible).WithTags("Packages").WithName("ListPackages").WithSummary("The packages of an owner that the caller may see")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401);
        routes.MapGet("/api/admin/package_list/{owner}/", ListAll).WithTags("Administration").WithName("ListAllPackages").WithSummary("All packages of an owner")
            .AllowCallers(CallerRequirement.Admin).AnswersErrors(401, 403);
        routes.MapGet("/api/package/{owner}/{package}/", ListHashes).WithTags("Packages").WithName("ListHashes").WithSummary("The package hashes of a package's revisions, oldest first")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401, 404);
        routes.MapDelete("/api/package/{owner}/{package}/", Delete).WithTags("Packages").WithName("DeletePackage").WithSummary("Removes a package with everything that belongs to it")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Write).AnswersErrors(401, 403, 404);
    }

    private static async Task<JsonAnswer<PackageList>> ListVisible(
        string owner, Caller caller, RegistryPolicy policy, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(VisibleSql);
        command.Parameters.AddViewer(caller, policy);
        return await ReadListAsync(command, owner, cancellationToken);
    }

    private static async Task<JsonAnswer<PackageList>> ListAll(
        string owner, Actor by, NpgsqlDataSource database, AdminReads reads, CancellationToken cancellationToken)
    {
        await reads.RecordAsync(by, "package_list", owner, string.Empty, cancellationToken);
        await using var command = database.CreateCommand(AllSql);
        return await ReadListAsync(command, owner, cancellationToken);
    }

    private static async Task<Results<JsonAnswer<HashList>, ApiError>> ListHashes(
        string owner, string package, Caller caller, PackageStates states, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        await using var command = database.CreateCommand("SELECT encode(hash, 'hex') FROM revisions WHERE package_id = @package_id ORDER BY id");
        command.Parameters.AddWithValue("package_id", state.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hashes = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hashes.Add(reader.GetString(0));
        }

        return new JsonAnswer<HashList>(new(hashes), PackageListJson.Default.HashList);
    }

    private static async Task<Results<JsonAnswer<EmptyAnswer>, ApiError>> Delete(
        string owner, string package, Actor by, PackageDeletion deletion, CancellationToken cancellationToken)
    {
        if (!by.Caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the package owner can delete packages.");
        }

        return await deletion.DeleteAsync(by, owner, package, cancellationToken) is { } error ? error : EmptyAnswer.Json;
    }

    private static async Task<JsonAnswer<PackageList>> ReadListAsync(NpgsqlCommand command, string owner, CancellationToken cancellationToken)
    {
        command.Parameters.AddWithValue("owner", owner);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var packages = new List<PackageListItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            packages.Add(new(reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2)));
        }

        return new(new(packages), PackageListJson.Default.PackageList);
    }
}

internal sealed record PackageList(IReadOnlyList<PackageListItem> Packages);

internal sealed record PackageListItem(string Name, bool IsPublic, bool IsTeam);

internal sealed record HashList(IReadOnlyList<string> Hashes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PackageList))]
[JsonSerializable(typeof(HashList))]
internal sealed partial class PackageListJson : JsonSerializerContext;
