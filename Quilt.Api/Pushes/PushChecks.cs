using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Packages;
using Quilt.Api.Policy;

namespace Quilt.Api.Pushes;

/// <summary>The checks of a push that need no database, then those against the package as it is; each in the protocol's order.</summary>
internal sealed class PushChecks(RegistryPolicy policy, NpgsqlDataSource database)
{
    /// <summary>What can be told from the request alone. Null where all is well; <paramref name="hash"/> is the tree's own hash.</summary>
    public ApiError? CheckRequest(Caller caller, PushTarget target, PushBody body, string? expectedHash, out byte[]? hash)
    {
        hash = null;
        if (!caller.Owns(target.Owner))
        {
            return ApiError.Forbidden("Only the package owner can push packages.");
        }

        if (!PackageName.IsValid(target.Package))
        {
            return ApiError.BadRequest($"Invalid package name: it must start with a letter, hold only letters, digits and underscores, and have at most {PackageName.MaxLength} characters.");
        }

        if (body.TopNodeError is { } unexpected)
        {
            return ApiError.BadRequest(unexpected);
        }

        if (body.IsPublic && !policy.AllowAnonymousAccess)
        {
            return ApiError.Forbidden("Public access not allowed");
        }

        if (body.IsTeam && !policy.AllowTeamAccess)
        {
            return ApiError.Forbidden("Team access not allowed");
        }

        if (expectedHash is null)
        {
            return null;
        }

        hash = PackageHash.Compute(body.Manifest);
        return Convert.ToHexStringLower(hash) == expectedHash ? null : ApiError.BadRequest("Wrong contents hash");
    }

    /// <summary>What an existing package forbids.</summary>
    public static ApiError? CheckPackage(PushTarget target, PushBody body, bool isPublic, bool isTeam)
    {
        var name = $"{target.Owner}/{target.Package}";
        return (body.IsPublic && !isPublic, body.IsTeam && !isTeam) switch
        {
            (true, _) => ApiError.Forbidden($"{name} is private. To make it public, run `quilt access add {name} public`."),
            (_, true) => ApiError.Forbidden($"{name} is private. To share it with the team, run `quilt access add {name} team`."),
            _ => null,
        };
    }

    /// <summary>All checks of a dry run against the registry as it is; nothing is changed or locked.</summary>
    public async Task<ApiError?> CheckAgainstAsync(PackageState? package, PushTarget target, PushBody body, CancellationToken cancellationToken)
    {
        if (package is not null)
        {
            return CheckPackage(target, body, package.IsPublic, package.IsTeam);
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindNamesakeAsync(connection, null, target, cancellationToken) is { } namesake ? Namesake(target, namesake) : null;
    }

    /// <summary>The name of a package of the same owner that differs only in letter case, or null. One probe of the folded index.</summary>
    public static async Task<string?> FindNamesakeAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, PushTarget target, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT name FROM packages WHERE lower(owner) = lower($1) AND lower(name) = lower($2) AND name <> $2";
        await using var command = new NpgsqlCommand(Sql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = target.Owner });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = target.Package });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public static ApiError Namesake(PushTarget target, string namesake) =>
        ApiError.Forbidden($"Package already exists: {target.Owner}/{namesake}");
}
