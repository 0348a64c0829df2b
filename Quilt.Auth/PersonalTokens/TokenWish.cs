namespace Quilt.Auth.PersonalTokens;

/// <summary>A token that somebody asks for, in the words of the request.</summary>
internal sealed record TokenWish(string Name, IReadOnlyList<string?> Scopes, string? Owner, IReadOnlyList<string?>? Packages, DateTimeOffset? ExpiresAt);

/// <summary>Who asks for it.</summary>
/// <param name="Generation">The account's generation that the request's own credential was good for.</param>
/// <param name="Grant">What the request's own token is restricted to; null where it is not.</param>
internal sealed record TokenMaker(Guid UserId, string Name, bool IsAdmin, int Generation, TokenGrant? Grant);

/// <summary>Why there is no token.</summary>
/// <param name="Field">The field of the form that is wrong.</param>
internal sealed record TokenRefusal(int Status, string Message, string Field = "");

/// <summary>Either a token, which is shown this once, or why there is none.</summary>
internal sealed record MadeToken(string? Secret, PersonalToken? Token, TokenRefusal? Refusal)
{
    public static MadeToken Refused(TokenRefusal refusal) => new(null, null, refusal);
}
