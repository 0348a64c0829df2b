using Npgsql;
using NpgsqlTypes;
using Quilt.Auth.Events;
using Quilt.ServiceDefaults.PersonalTokens;

namespace Quilt.Auth.PersonalTokens;

/// <summary>Makes, finds and ends personal access tokens. Only their hashes are kept.</summary>
internal sealed class PersonalTokenStore(NpgsqlDataSource database, TokenRules rules, Revocations.Revocations revocations, SecurityEvents events, TimeProvider time)
{
    private const int MostOfOneAccount = 100;

    /// <summary>Where an expired one is no longer worth showing.</summary>
    private static readonly TimeSpan KeptExpired = TimeSpan.FromDays(30);

    private const string Columns = "t.id, t.user_id, t.generation, t.name, t.scopes, t.owner, t.packages, t.publisher_id, t.created_at, t.expires_at, t.last_used_at";

    public async Task<MadeToken> CreateAsync(TokenWish wish, TokenMaker maker, CancellationToken cancellationToken)
    {
        var (grant, refusal) = rules.Check(wish, maker);
        if (grant is null)
        {
            return MadeToken.Refused(refusal!);
        }

        var secret = PersonalTokenForm.Create();
        var token = new PersonalToken
        {
            Id = Guid.CreateVersion7(),
            Hash = PersonalTokenForm.HashOf(secret),
            UserId = maker.UserId,
            Generation = maker.Generation,
            Name = wish.Name.Trim(),
            Scopes = grant.Scopes,
            Owner = grant.Owner,
            Packages = grant.Packages is null ? null : [.. grant.Packages],
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = grant.ExpiresAt,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var count = new NpgsqlCommand("SELECT count(*) FROM personal_tokens WHERE user_id = $1 AND publisher_id IS NULL", connection, transaction))
        {
            count.Parameters.Add(new() { Value = maker.UserId });
            if ((long)(await count.ExecuteScalarAsync(cancellationToken))! >= MostOfOneAccount)
            {
                return MadeToken.Refused(new(400, $"You have {MostOfOneAccount} tokens. Revoke one that you no longer need."));
            }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Insert(token));
        batch.BatchCommands.Add(events.Command(maker.Name, Act(SecurityEventTypes.TokenCreated, token)));
        if (await batch.ExecuteNonQueryAsync(cancellationToken) < batch.BatchCommands.Count)
        {
            // The account was ended between the look at the request's own credential and now.
            return MadeToken.Refused(new(401, "Token invalid."));
        }

        await transaction.CommitAsync(cancellationToken);
        return new(secret, token, null);
    }

    /// <summary>Stores a token, if its account is still in the generation that it is made for.</summary>
    public static NpgsqlBatchCommand Insert(PersonalToken token) =>
        new("""
            INSERT INTO personal_tokens (id, hash, user_id, generation, name, scopes, owner, packages, publisher_id, created_at, expires_at)
            SELECT $1, $2, u.id, u.generation, $5, $6, $7, $8, $9, $10, $11 FROM users u
            WHERE u.id = $3 AND u.generation = $4 AND u.is_active AND u.deleted_at IS NULL
            """)
        {
            Parameters =
            {
                new() { Value = token.Id },
                new() { Value = token.Hash },
                new() { Value = token.UserId },
                new() { Value = token.Generation },
                new() { Value = token.Name },
                new() { Value = (int)token.Scopes },
                new() { Value = (object?)token.Owner ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)token.Packages ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = (object?)token.PublisherId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = token.CreatedAt },
                new() { Value = (object?)token.ExpiresAt ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };

    /// <summary>The tokens that a person made, newest first: a range of the index on the account.</summary>
    public async Task<List<PersonalToken>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"SELECT {Columns} FROM personal_tokens t WHERE t.user_id = $1 AND t.publisher_id IS NULL ORDER BY t.created_at DESC, t.id DESC");
        command.Parameters.Add(new() { Value = userId });
        var tokens = new List<PersonalToken>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tokens.Add(Read(reader));
        }

        return tokens;
    }

    /// <summary>A token that is good now, with its account: two probes of unique indexes.</summary>
    public async Task<LiveToken?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {Columns}, u.user_name, u.email, u.is_admin FROM personal_tokens t
            JOIN users u ON u.id = t.user_id AND u.generation = t.generation AND u.is_active AND u.deleted_at IS NULL
            WHERE t.hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2)
            """);
        command.Parameters.Add(new() { Value = hash });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LiveToken(Read(reader), reader.GetString(11), reader.IsDBNull(12) ? null : reader.GetString(12), reader.GetBoolean(13))
            : null;
    }

    /// <summary>Ends a token of an account. False where it has none by that id.</summary>
    public async Task<bool> RevokeAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM personal_tokens t WHERE t.id = $1 AND t.user_id = $2");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = userId });
        PersonalToken token;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return false;
            }

            token = Read(reader);
        }

        return await revocations.RevokePersonalTokenAsync(id, userId, Act(SecurityEventTypes.TokenRevoked, token), cancellationToken);
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM personal_tokens WHERE expires_at <= $1 OR (publisher_id IS NOT NULL AND expires_at <= $2)");
        command.Parameters.Add(new() { Value = time.GetUtcNow() - KeptExpired });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static SecurityAct Act(string type, PersonalToken token) =>
        new(type, ("kind", "personal"), ("id", token.Id.ToString()), ("name", token.Name), ("scopes", string.Join(' ', TokenScopeNames.NamesOf(token.Scopes))));

    private static PersonalToken Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Hash = [],
        UserId = reader.GetGuid(1),
        Generation = reader.GetInt32(2),
        Name = reader.GetString(3),
        Scopes = (TokenScopes)reader.GetInt32(4),
        Owner = reader.IsDBNull(5) ? null : reader.GetString(5),
        Packages = reader.IsDBNull(6) ? null : reader.GetFieldValue<string[]>(6),
        PublisherId = reader.IsDBNull(7) ? null : reader.GetGuid(7),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(8),
        ExpiresAt = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
        LastUsedAt = reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10),
    };
}

/// <summary>A token that is good, and the account that it stands for as it is now.</summary>
internal sealed record LiveToken(PersonalToken Token, string UserName, string? Email, bool IsAdmin)
{
    public TokenGrant Grant { get; } = new(Token.Scopes, Token.Owner, Token.Packages, Token.ExpiresAt);
}
