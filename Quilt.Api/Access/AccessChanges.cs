using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Packages;
using Quilt.Api.Policy;

namespace Quilt.Api.Access;

/// <summary>Gives and takes access.</summary>
internal sealed class AccessChanges(PackageWrites packages, PackageStates states, IAccountDirectory accounts, RegistryPolicy policy, TimeProvider time)
{
    private const string GrantSql = "INSERT INTO access (package_id, user_name, granted_at) VALUES (@package_id, @user, @now) ON CONFLICT DO NOTHING";
    private const string RevokeSql = "DELETE FROM access WHERE package_id = @package_id AND user_name = @user";

    /// <summary>Lets <paramref name="user"/> see the package.</summary>
    public async Task<ApiError?> GrantAsync(Actor by, string owner, string name, string user, CancellationToken cancellationToken)
    {
        ApiError Missing() => PackageErrors.PackageNotFound(by.Caller, owner, name);

        // Asked before the package is locked: the accounts may be far away.
        if (await states.FindAsync(owner, name, cancellationToken) is null)
        {
            return Missing();
        }

        if (await FindRefusalAsync(user, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await packages.ChangeAsync(owner, name, Missing, async (transaction, id) =>
        {
            await using var command = Command(transaction, id, user, GrantSql, granted: true);
            return await command.ExecuteNonQueryAsync(cancellationToken) == 0
                ? ApiError.Conflict("The user already has access")
                : Event(EventType.AccessGranted, by, owner, name, user);
        }, cancellationToken);
    }

    /// <summary>Takes the access of <paramref name="user"/>.</summary>
    public Task<ApiError?> RevokeAsync(Actor by, string owner, string name, string user, CancellationToken cancellationToken)
    {
        ApiError Missing() => PackageErrors.PackageNotFound(by.Caller, owner, name);
        return packages.ChangeAsync(owner, name, Missing, async (transaction, id) =>
        {
            await using var command = Command(transaction, id, user, RevokeSql, granted: false);
            return await command.ExecuteNonQueryAsync(cancellationToken) == 0
                ? Missing()
                : Event(EventType.AccessRevoked, by, owner, name, user);
        }, cancellationToken);
    }

    private NewEvent Event(EventType type, Actor by, string owner, string name, string user) =>
        new(type, by, owner, name, null, EventExtra.Of("access", user), time.GetUtcNow().UtcDateTime);

    private async Task<ApiError?> FindRefusalAsync(string user, CancellationToken cancellationToken) => user switch
    {
        Grantee.Public => policy.AllowAnonymousAccess ? null : ApiError.Forbidden("Public access not allowed"),
        Grantee.Team => policy.AllowTeamAccess ? null : ApiError.Forbidden("Team access not allowed"),
        _ => await accounts.ExistsAsync(user, cancellationToken) ? null : ApiError.NotFound($"User {user} does not exist"),
    };

    /// <summary>Pseudo-users are flags of the package, users rows; either statement changes one row or none.</summary>
    private NpgsqlCommand Command(NpgsqlTransaction transaction, long id, string user, string userSql, bool granted)
    {
        var flag = user switch { Grantee.Public => "is_public", Grantee.Team => "is_team", _ => null };
        var command = new NpgsqlCommand(
            flag is null ? userSql : $"UPDATE packages SET {flag} = @granted WHERE id = @package_id AND {flag} <> @granted",
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue("package_id", id);
        if (flag is null)
        {
            command.Parameters.AddWithValue("user", user);
            command.Parameters.AddWithValue("now", time.GetUtcNow().UtcDateTime);
        }
        else
        {
            command.Parameters.AddWithValue("granted", granted);
        }

        return command;
    }
}
