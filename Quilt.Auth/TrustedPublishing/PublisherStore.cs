using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Quilt.Auth.Events;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>Adds, lists and removes trusted publishers.</summary>
internal sealed class PublisherStore(NpgsqlDataSource database, Revocations.Revocations revocations, SecurityEvents events, TimeProvider time)
{
    private const int MostOfOneAccount = 200;
    private const string Columns = "p.id, p.package, p.issuer, p.audience, p.claims, p.created_at, p.last_used_at";

    /// <summary>Trusts a publisher from now on. Null where the account has too many, or has ended.</summary>
    public async Task<ListedPublisher?> AddAsync(Guid userId, int generation, string package, PublisherWish wish, CancellationToken cancellationToken)
    {
        var publisher = new ListedPublisher(Guid.CreateVersion7(), package, wish.Issuer, wish.Audience, wish.Claims, PersonalTokens.UnixTime.Of(time.GetUtcNow()), null);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(
            """
            INSERT INTO trusted_publishers (id, user_id, package, issuer, audience, claims, created_at)
            SELECT $1, u.id, $3, $4, $5, $6, $7 FROM users u
            WHERE u.id = $2 AND u.generation = $8 AND u.is_active AND u.deleted_at IS NULL AND (SELECT count(*) FROM trusted_publishers WHERE user_id = $2) < $9
            """)
        {
            Parameters =
            {
                new() { Value = publisher.Id },
                new() { Value = userId },
                new() { Value = package },
                new() { Value = wish.Issuer },
                new() { Value = wish.Audience },
                new() { Value = JsonSerializer.Serialize(wish.Claims, AuthJson.Default.DictionaryStringString), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = time.GetUtcNow() },
                new() { Value = generation },
                new() { Value = MostOfOneAccount },
            },
        });
        batch.BatchCommands.Add(events.Command(userId, Act(SecurityEventTypes.PublisherAdded, publisher)));
        if (await batch.ExecuteNonQueryAsync(cancellationToken) < batch.BatchCommands.Count)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return publisher;
    }

    /// <summary>The publishers of one package, or of all packages of an account: a range of the index on both.</summary>
    public async Task<List<ListedPublisher>> ListAsync(Guid userId, string? package, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"SELECT {Columns} FROM trusted_publishers p WHERE p.user_id = $1 AND ($2::text IS NULL OR p.package = $2) ORDER BY p.package COLLATE \"C\", p.created_at, p.id");
        command.Parameters.Add(new() { Value = userId });
        command.Parameters.Add(new() { Value = (object?)package ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        var publishers = new List<ListedPublisher>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            publishers.Add(Read(reader));
        }

        return publishers;
    }

    /// <summary>Trusts a publisher no longer, and ends the tokens that came through it. False where there is none.</summary>
    public async Task<bool> RemoveAsync(Guid userId, string package, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(userId, package, cancellationToken)).FirstOrDefault(publisher => publisher.Id == id) is { } known
        && await revocations.RemovePublisherAsync(id, userId, package, Act(SecurityEventTypes.PublisherRemoved, known), cancellationToken);

    /// <summary>Whether anybody trusts an issuer at all: one probe of its index.</summary>
    public async Task<bool> KnowsIssuerAsync(string issuer, CancellationToken cancellationToken)
    {
        if (issuer.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM trusted_publishers WHERE issuer = $1)");
        command.Parameters.Add(new() { Value = issuer });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Who trusts an issuer for a package, with the owner's account. Two index probes.</summary>
    public async Task<List<(ListedPublisher Publisher, Guid UserId, int Generation)>> FindAsync(string owner, string package, string issuer, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {Columns}, u.id, u.generation FROM users u JOIN trusted_publishers p ON p.user_id = u.id AND p.package = $2
            WHERE u.user_name = $1 AND u.is_active AND u.deleted_at IS NULL AND p.issuer = $3 ORDER BY p.id
            """);
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = package });
        command.Parameters.Add(new() { Value = issuer });
        var found = new List<(ListedPublisher, Guid, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((Read(reader), reader.GetGuid(7), reader.GetInt32(8)));
        }

        return found;
    }

    private static SecurityAct Act(string type, ListedPublisher publisher) =>
        new(type, ("id", publisher.Id.ToString()), ("package", publisher.Package), ("issuer", publisher.Issuer));

    private static ListedPublisher Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetString(3),
        JsonSerializer.Deserialize(reader.GetString(4), AuthJson.Default.DictionaryStringString)!,
        PersonalTokens.UnixTime.Of(reader.GetFieldValue<DateTimeOffset>(5)),
        reader.IsDBNull(6) ? null : PersonalTokens.UnixTime.Of(reader.GetFieldValue<DateTimeOffset>(6)));
}

/// <summary>A trusted publisher as its owner sees it. Times are Unix seconds.</summary>
internal sealed record ListedPublisher(
    Guid Id, string Package, string Issuer, string Audience, Dictionary<string, string> Claims, double CreatedAt, double? LastUsedAt);

internal sealed record PublisherList(IReadOnlyList<ListedPublisher> Publishers);
