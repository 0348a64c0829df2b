using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Invitations;
using Quilt.Api.Policy;

namespace Quilt.Api.Profile;

/// <summary>A user's own page. Opening it takes up invitations.</summary>
internal static class ProfileApi
{
    /// <summary>One probe of the index on the address.</summary>
    private const string InvitedSql = "SELECT EXISTS (SELECT 1 FROM invitations WHERE email_key = $1)";

    /// <summary>A range of the access table's index on the user, one probe each for the package. Letter case does not count in the order.</summary>
    private const string PackagesSql = """
        SELECT p.owner, p.name, p.is_public, p.is_team FROM access a JOIN packages p ON p.id = a.package_id
        WHERE a.user_name = $1 ORDER BY p.owner COLLATE "C", lower(p.name) COLLATE "C"
        """;

    public static void MapProfile(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/profile", Get).WithTags("Packages").WithName("GetProfile")
            .WithSummary("The caller's packages and those shared with them; takes up invitations for the caller's e-mail address")
            .AllowCallers(CallerRequirement.Member, TokenScopes.Read).AnswersErrors(401);

    private static async Task<JsonAnswer<ProfileAnswer>> Get(
        Actor by, RegistryPolicy policy, NpgsqlDataSource database, InvitationPickUp invitations, CancellationToken cancellationToken)
    {
        var (invited, packages) = await ReadAsync(by.Caller, database, cancellationToken);
        if (invited && by.Caller.Grant is null)
        {
            await invitations.TakeAsync(by, by.Caller.Email!, cancellationToken);
            (_, packages) = await ReadAsync(by.Caller, database, cancellationToken);
        }

        // A restricted token neither takes up invitations nor shows what it is not for.
        packages.RemoveAll(package => !by.Caller.Reaches(package.Owner, package.Name) && !(package.IsPublic && policy.AllowAnonymousAccess));
        var split = new ProfilePackages(
            [.. packages.Where(package => by.Caller.Owns(package.Owner))], [.. packages.Where(package => !by.Caller.Owns(package.Owner))]);
        return new(new(split, Plan: null, HaveCreditCard: null, by.Caller.IsAdmin), ProfileJson.Default.ProfileAnswer);
    }

    /// <summary>Both questions in one round trip: that somebody was invited is rare.</summary>
    private static async Task<(bool Invited, List<ProfilePackage> Packages)> ReadAsync(Caller caller, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var (sql, parameter) in (ReadOnlySpan<(string, string)>)[(InvitedSql, caller.Email is { } email ? EmailAddress.Key(email) : string.Empty), (PackagesSql, caller.UserName)])
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var invited = reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        var packages = new List<ProfilePackage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            packages.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3)));
        }

        return (invited, packages);
    }
}
