using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.Links;

/// <summary>Makes and finds the secrets of mailed links: 160 random bits, good once, for a time.</summary>
internal sealed class MailedLinks(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Also of links that confirm a new address.</summary>
    public static readonly TimeSpan PasswordLifetime = TimeSpan.FromHours(24);

    /// <summary>People may read the mail after the weekend, and nothing is open until they do.</summary>
    public static readonly TimeSpan ActivationLifetime = TimeSpan.FromDays(7);

    /// <summary>A new secret. It is good once it is stored.</summary>
    public NewLink Make(LinkPurpose purpose)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        var lifetime = purpose == LinkPurpose.Activation ? ActivationLifetime : PasswordLifetime;
        return new NewLink(secret, purpose, time.GetUtcNow() + lifetime);
    }

    /// <summary>Stores a link for the account as it then is, in a hand-written batch.</summary>
    public static NpgsqlBatchCommand Store(NewLink link, Guid userId, string? email = null) =>
        new("INSERT INTO mailed_links (hash, user_id, purpose, generation, expires_at, email) SELECT $1, id, $3, generation, $4, $5 FROM users WHERE id = $2")
        {
            Parameters =
            {
                new() { Value = HashOf(link.Secret) },
                new() { Value = userId },
                new() { Value = (int)link.Purpose },
                new() { Value = link.ExpiresAt },
                new() { Value = (object?)email ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };

    /// <summary>
    /// The account that a password link is for, while it is good and the account may be used; the link stays good. Two
    /// look-ups by primary key.
    /// </summary>
    public async Task<LinkOwner?> FindPasswordLinkAsync(string secret, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT u.id, u.user_name, u.email, u.awaits_activation FROM mailed_links l JOIN users u ON u.id = l.user_id
            WHERE l.hash = $1 AND l.purpose = {(int)LinkPurpose.Password} AND l.expires_at > $2 AND l.generation = u.generation
                AND (u.is_active OR u.awaits_activation)
            """);
        command.Parameters.Add(new() { Value = HashOf(secret) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new LinkOwner(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3)) : null;
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM mailed_links WHERE expires_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <param name="Secret">What the address ends with; in no log and no table.</param>
internal sealed record NewLink(string Secret, LinkPurpose Purpose, DateTimeOffset ExpiresAt)
{
    /// <summary>The link for the change tracker of Entity Framework.</summary>
    public MailedLink Entity(Account account) =>
        new() { Hash = MailedLinks.HashOf(Secret), UserId = account.Id, Purpose = Purpose, Generation = account.Generation, ExpiresAt = ExpiresAt };

    public override string ToString() => $"{Purpose} link until {ExpiresAt:O}";
}

/// <param name="AwaitsActivation">Whether the account waits for its owner to prove that the address is theirs.</param>
internal sealed record LinkOwner(Guid UserId, string UserName, string Email, bool AwaitsActivation);
