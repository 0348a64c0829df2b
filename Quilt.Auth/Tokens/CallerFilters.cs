using Microsoft.Net.Http.Headers;

namespace Quilt.Auth.Tokens;

/// <summary>Endpoint filters that let only certain callers through, before the body is looked at.</summary>
internal static class CallerFilters
{
    private const string Bearer = "Bearer ";

    /// <summary>An active account; the handler finds it with <see cref="Caller.Of"/>.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="restricted">Which tokens may call them that do not do all that their account may.</param>
    public static TBuilder RequireLogin<TBuilder>(this TBuilder endpoints, RestrictedTokens restricted = RestrictedTokens.None)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.Require(caller => caller switch
        {
            { UserId: null } => (401, "Token invalid."),
            { IsActive: false } => (403, "This account is disabled. Ask an admin to enable it."),
            { Grant: { } grant } => restricted switch
            {
                RestrictedTokens.All => null,
                RestrictedTokens.ThatManageTokens when caller.IsPersonal && grant.ManagesTokens => null,
                RestrictedTokens.ThatManageTokens => (403, "This token may not do this. Sign in, or use one with the scope admin that reaches all packages."),
                _ => (403, "This token was given for less than that. Sign in as yourself, with a browser or `quilt login`."),
            },
            _ => null,
        });

    public static TBuilder RequireAdmin<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.Require(caller => caller switch
        {
            { UserId: null } => (401, "Token invalid."),
            { IsActive: false } => (403, "This account is disabled. Ask an admin to enable it."),
            { IsAdmin: false } => (403, "Only an admin may do this."),
            { Grant: { ManagesTokens: false } } => (403, "This token lacks the scope admin, which this needs."),
            _ => null,
        });

    /// <summary>A service of ours that was given the scope <c>internal</c>.</summary>
    public static TBuilder RequireInternal<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.Require(caller => caller.IsInternal ? null : (403, "Only a service with the scope 'internal' may ask this."));

    private static TBuilder Require<TBuilder>(this TBuilder endpoints, Func<Caller, (int Status, string Message)?> refusal)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            context.Response.Headers.CacheControl = "no-store";
            var header = context.Request.Headers[HeaderNames.Authorization].ToString().Trim();
            if (header.Length == 0)
            {
                return Answers.Error(401, "Not logged in");
            }

            // Very old clients send the token alone.
            var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : header;
            var caller = await context.RequestServices.GetRequiredService<BearerTokens>().VerifyAsync(token, context.RequestAborted);
            if (caller is null)
            {
                return Answers.Error(401, "Token invalid.");
            }

            if (refusal(caller) is { } refused)
            {
                return Answers.Error(refused.Status, refused.Message);
            }

            context.Features.Set(caller);
            return await next(invocation);
        });
}

/// <summary>Which restricted tokens (personal ones, those of other applications, those of workloads) an endpoint takes.</summary>
internal enum RestrictedTokens
{
    /// <summary>None. What an endpoint does not open stays shut to them.</summary>
    None,

    /// <summary>Personal ones with the scope admin that reach all packages.</summary>
    ThatManageTokens,

    /// <summary>All that are good.</summary>
    All,
}
