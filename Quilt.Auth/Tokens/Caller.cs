namespace Quilt.Auth.Tokens;

/// <summary>Who sent a request, by the bearer token that came with it.</summary>
/// <param name="TokenId">The token's entry.</param>
/// <param name="AuthorizationId">The authorization that it came from, when it came from one.</param>
/// <param name="UserId">The account; null for a service.</param>
/// <param name="Name">The user name, or the service's client name.</param>
/// <param name="Email">The account's address.</param>
/// <param name="IsAdmin">Whether the account is an admin now, and the token may be used for that.</param>
/// <param name="IsActive">Whether the account is active now.</param>
/// <param name="IsInternal">Whether a service of ours may ask what only they may.</param>
internal sealed record Caller(Guid TokenId, Guid? AuthorizationId, Guid? UserId, string Name, string? Email, bool IsAdmin, bool IsActive, bool IsInternal)
{
    /// <summary>Whether the token may do less than the account: it must never lead to one that may do more.</summary>
    public bool IsRestricted { get; init; }

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is mapped without the filter that reads the caller.");
}
