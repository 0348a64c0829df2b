using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Quilt.Tests.Callers;

/// <summary>A token as the sign-in service makes it, but for what a test changes.</summary>
internal sealed record TokenRecipe(SigningKey Key)
{
    public SigningCredentials? Credentials { get; init; }

    public string Issuer { get; init; } = StandInAuth.Issuer;

    public string? Audience { get; init; } = "quilt";

    public string Type { get; init; } = "at+jwt";

    public TimeSpan StartsIn { get; init; } = TimeSpan.FromMinutes(-1);

    public TimeSpan EndsIn { get; init; } = TimeSpan.FromHours(24);

    public string? UserName { get; init; } = "ada";

    public string UserId { get; init; } = Guid.NewGuid().ToString();

    public string TokenId { get; init; } = Guid.NewGuid().ToString();

    public string SessionId { get; init; } = Guid.NewGuid().ToString();

    public long Generation { get; init; } = 1;

    public bool IsAdmin { get; init; }

    /// <summary>The scopes, of which our own clients have none of ours.</summary>
    public string? Scope { get; init; }

    /// <summary>The client that got it; none for those of a password.</summary>
    public string? ClientId { get; init; }

    public Dictionary<string, object> Header { get; init; } = [];

    public string Bake()
    {
        var now = DateTime.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = UserId,
            ["oi_tkn_id"] = TokenId,
            ["oi_au_id"] = SessionId,
            ["quilt_gen"] = Generation,
        };
        if (UserName is not null)
        {
            claims["preferred_username"] = UserName;
            claims["email"] = UserName + "@example.com";
        }

        if (Scope is not null)
        {
            claims["scope"] = Scope;
        }

        if (ClientId is not null)
        {
            claims["client_id"] = ClientId;
        }

        if (IsAdmin)
        {
            claims["role"] = "admin";
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = Type,
            IssuedAt = now + StartsIn,
            NotBefore = now + StartsIn,
            Expires = now + EndsIn,
            Claims = claims,
            AdditionalHeaderClaims = Header,
            SigningCredentials = Credentials ?? Key.Credentials,
        });
    }
}
