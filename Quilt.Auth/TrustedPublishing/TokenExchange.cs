using Npgsql;
using Quilt.Auth.Events;
using Quilt.Auth.PersonalTokens;
using Quilt.ServiceDefaults.PersonalTokens;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>Gives a workload, for its proof, a token that pushes to one package for a quarter of an hour.</summary>
internal sealed class TokenExchange(NpgsqlDataSource database, ProofVerifier proofs, PublisherStore publishers, SecurityEvents events, TimeProvider time)
{
    private const string AlreadyUsed = "This token has been exchanged already. Ask your issuer for a new one.";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>The push token, or why there is none. Whether the package exists makes no difference to the answer.</summary>
    /// <exception cref="HttpRequestException">The issuer's keys cannot be had.</exception>
    public async Task<(PushToken? Token, string? Refusal)> ExchangeAsync(string owner, string package, string text, CancellationToken cancellationToken)
    {
        var untrusted = $"Nothing here trusts this token to push to {owner}/{package}. Its issuer, its audience and its claims must be those that the owner of the package named.";
        var (proof, problem) = await proofs.VerifyAsync(text, cancellationToken);
        if (proof is null)
        {
            return (null, problem ?? untrusted);
        }

        var (publisher, userId, generation) = (await publishers.FindAsync(owner, package, proof.Issuer, cancellationToken))
            .FirstOrDefault(candidate => proof.Fits(candidate.Publisher.Audience, candidate.Publisher.Claims));
        if (publisher is null)
        {
            return (null, untrusted);
        }

        var secret = PersonalTokenForm.Create();
        var now = time.GetUtcNow();
        var token = new PersonalToken
        {
            Id = Guid.CreateVersion7(),
            Hash = PersonalTokenForm.HashOf(secret),
            UserId = userId,
            Generation = generation,
            Name = "trusted publishing",
            Scopes = TokenScopes.Write,
            Packages = [$"{owner}/{package}"],
            PublisherId = publisher.Id,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await UsedProofs.TakeAsync(transaction, proof, cancellationToken))
        {
            return (null, AlreadyUsed);
        }

        // The row is held until the token stands, so that a removal meanwhile finds the token too.
        await using var use = new NpgsqlCommand("UPDATE trusted_publishers SET last_used_at = $2 WHERE id = $1", connection, transaction);
        use.Parameters.Add(new() { Value = publisher.Id });
        use.Parameters.Add(new() { Value = now });
        if (await use.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return (null, untrusted);
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(PersonalTokenStore.Insert(token));
        batch.BatchCommands.Add(events.Command(owner, new SecurityAct(
            SecurityEventTypes.TokenExchanged,
            ("package", package), ("issuer", proof.Issuer), ("subject", proof.Subject), ("publisher", publisher.Id.ToString()), ("id", token.Id.ToString()))));
        if (await batch.ExecuteNonQueryAsync(cancellationToken) < batch.BatchCommands.Count)
        {
            return (null, untrusted);
        }

        await transaction.CommitAsync(cancellationToken);
        return (new PushToken(secret, $"{owner}/{package}", TokenScopeNames.NamesOf(token.Scopes), UnixTime.Of(token.ExpiresAt.Value)), null);
    }
}

/// <summary>A token to push with.</summary>
/// <param name="ExpiresAt">In Unix seconds.</param>
internal sealed record PushToken(string Token, string Package, string[] Scopes, double ExpiresAt);
