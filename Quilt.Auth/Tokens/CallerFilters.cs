using Microsoft.Net.Http.Headers;

namespace Quilt.Auth.Tokens;

/// <summary>Endpoint filters that let only certain callers through, before the body is looked at.</summary>
internal static class CallerFilters
{
    private const string Bearer = "Bearer ";

    /// <summary>An active account; the handler finds it with <see cref="Caller.Of"/>.</summary>
    public static TBuilder RequireLogin<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.Require(caller => caller switch
        {
            { UserId: null } => (401, "Token invalid."),
            { IsActive: false } => (403, "This account is disabled. Ask an admin to enable it."),
            _ => null,
        });

    /// <summary>An active account, by a token that may do whatever the account may.</summary>
    public static TBuilder RequireFullLogin<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.Require(caller => caller switch
        {
            { UserId: null } => (401, "Token invalid."),
            { IsActive: false } => (403, "This account is disabled. Ask an admin to enable it."),
            { IsRestricted: true } => (403, "This token was given for less than that. Sign in as yourself, with a browser or `quilt login`."),
            _ => null,
        });

    public static TBuilder RequireAdmin<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.Require(caller => caller switch
        {
            { UserId: null } => (401, "Token invalid."),
            { IsActive: false } => (403, "This account is disabled. Ask an admin to enable it."),
            { IsAdmin: false } => (403, "Only an admin may do this."),
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
