namespace Quilt.Api.Callers;

/// <summary>Tells who a bearer token stands for.</summary>
internal interface ITokenVerifier
{
    /// <summary>Verifies <paramref name="token"/>; cheap for a token seen before.</summary>
    /// <exception cref="HttpRequestException">The sign-in service has not been reached since start, so no token can be judged.</exception>
    ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken cancellationToken);
}

/// <summary>What a token is worth.</summary>
/// <param name="Caller">The caller, or null where the token is refused.</param>
/// <param name="IsInactive">The token is genuine but its account is disabled.</param>
internal readonly record struct TokenVerdict(Caller? Caller, bool IsInactive = false);
