using Quilt.Auth.PersonalTokens;

namespace Quilt.Auth.Tokens;

/// <summary>Who sent a request, by the bearer token that came with it.</summary>
/// <param name="TokenId">The token's entry.</param>
/// <param name="AuthorizationId">The authorization that it came from, when it came from one.</param>
/// <param name="UserId">The account; null for a service.</param>
/// <param name="Name">The user name, or the service's client name.</param>
/// <param name="Email">The account's address.</param>
/// <param name="IsAdmin">Whether the account is an admin now.</param>
/// <param name="IsActive">Whether the account is active now.</param>
/// <param name="IsInternal">Whether a service of ours may ask what only they may.</param>
/// <param name="Generation">The account's generation that the token is good for.</param>
/// <param name="Grant">What the token is restricted to; null for one that does all that its account may. One that is must never lead to one that is not.</param>
/// <param name="IsPersonal">Whether it is a personal access token, or one that a workload got.</param>
internal sealed record Caller(
    Guid TokenId, Guid? AuthorizationId, Guid? UserId, string Name, string? Email, bool IsAdmin, bool IsActive, bool IsInternal,
    int Generation = 0, TokenGrant? Grant = null, bool IsPersonal = false)
{
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is mapped without the filter that reads the caller.");
}
