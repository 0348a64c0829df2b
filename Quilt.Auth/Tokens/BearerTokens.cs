using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Abstractions;
using Quilt.Auth.Keys;
using Quilt.Auth.PersonalTokens;
using Quilt.ServiceDefaults.PersonalTokens;
using Quilt.ServiceDefaults.PublicAddresses;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Tokens;

/// <summary>Verifies access tokens for this service's own endpoints: the signature, and the present state of token and account.</summary>
internal sealed class BearerTokens(KeyRing keys, PublicUrls publicUrls, NpgsqlDataSource database, PersonalTokenStore personal, TokenUses uses, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>The token's caller, or null when it is not (or no longer) good.</summary>
    public async Task<Caller?> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (PersonalTokenForm.LooksLikeOne(token))
        {
            return PersonalTokenForm.IsWellFormed(token) ? await ReadPersonalAsync(token, cancellationToken) : null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = publicUrls.Lasting(QuiltService.Auth) + "/",
            ValidAudience = QuiltClaims.Audience,
            ValidTypes = [JsonWebTokenTypes.AccessToken],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = keys.Signing,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid)
        {
            return null;
        }

        var principal = new ClaimsPrincipal(result.ClaimsIdentity);
        return Guid.TryParse(principal.GetClaim(Claims.Private.TokenId), out var tokenId)
            ? await ReadStateAsync(principal, tokenId, cancellationToken)
            : null;
    }

    private async Task<Caller?> ReadPersonalAsync(string token, CancellationToken cancellationToken)
    {
        if (await personal.FindAsync(PersonalTokenForm.HashOf(token), cancellationToken) is not { } live)
        {
            return null;
        }

        uses.Note(live.Token.Id);
        return new Caller(
            live.Token.Id, AuthorizationId: null, live.Token.UserId, live.UserName, live.Email, live.IsAdmin, IsActive: true, IsInternal: false,
            live.Token.Generation, live.Grant, IsPersonal: true);
    }

    private async Task<Caller?> ReadStateAsync(ClaimsPrincipal principal, Guid tokenId, CancellationToken cancellationToken)
    {
        var subject = principal.GetClaim(Claims.Subject);
        Guid? userId = Guid.TryParse(subject, out var parsed) ? parsed : null;

        // Three look-ups by primary key.
        await using var command = database.CreateCommand(
            """
            SELECT t.authorization_id, u.user_name, u.email, u.is_admin, u.is_active, u.generation
            FROM open_id_tokens t
            LEFT JOIN open_id_authorizations a ON a.id = t.authorization_id
            LEFT JOIN users u ON u.id = $2
            WHERE t.id = $1 AND t.status = 'valid' AND (a.id IS NULL OR a.status = 'valid')
            """);
        command.Parameters.Add(new() { Value = tokenId });
        command.Parameters.Add(new() { Value = userId ?? Guid.Empty });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var authorizationId = await reader.IsDBNullAsync(0, cancellationToken) ? null : (Guid?)reader.GetGuid(0);
        var scopes = principal.GetClaim(Claims.Scope)?.Split(' ') ?? [];
        if (userId is null)
        {
            return new Caller(tokenId, authorizationId, null, subject!, null, IsAdmin: false, IsActive: true, scopes.Contains(QuiltClaims.InternalScope));
        }

        var grant = QuiltClaims.GrantOf(principal);
        return await reader.IsDBNullAsync(1, cancellationToken) || reader.GetInt32(5) != QuiltClaims.GenerationOf(principal)
            ? null
            : new Caller(
                tokenId, authorizationId, userId, reader.GetString(1),
                await reader.IsDBNullAsync(2, cancellationToken) || (grant is not null && principal.GetClaim(Claims.Email) is null) ? null : reader.GetString(2),
                reader.GetBoolean(3), reader.GetBoolean(4), IsInternal: false, reader.GetInt32(5), grant);
    }
}
