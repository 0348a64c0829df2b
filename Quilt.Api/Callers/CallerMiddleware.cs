using Microsoft.Extensions.Primitives;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Policy;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.Callers;

/// <summary>
/// Finds out who calls and whether the endpoint is for them, before anything else is looked at. It runs after routing,
/// so that unknown routes and wrong methods answer as such whatever credentials came along.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, ITokenVerifier tokens, RegistryPolicy policy)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<CallerRequirementMetadata>() is not { Requirement: var requirement } need)
        {
            // Health probes and the routing's own answers (404, 405) are the only endpoints without a requirement.
            await next(context);
            return;
        }

        if (requirement is CallerRequirement.Public or CallerRequirement.DecidedByAuth)
        {
            await next(context);
            return;
        }

        var caller = Caller.Anonymous;
        if (context.Request.Headers.Authorization is { Count: > 0 } header)
        {
            var verdict = await tokens.VerifyAsync(TokenOf(header), context.RequestAborted);
            if (verdict.Caller is null)
            {
                await (verdict.IsInactive
                    ? JsonErrors.WriteAsync(context, StatusCodes.Status403Forbidden, "Account is inactive.")
                    : JsonErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, "Token invalid."));
                return;
            }

            caller = verdict.Caller;
        }

        if (caller.IsAnonymous && (requirement != CallerRequirement.Reader || !policy.AllowAnonymousAccess))
        {
            await JsonErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, "Not logged in");
            return;
        }

        if (caller.Grant is { } grant && GrantRules.FindRefusal(grant, need, context.Request.RouteValues) is { } refusal)
        {
            await JsonErrors.WriteAsync(context, StatusCodes.Status403Forbidden, refusal);
            return;
        }

        if (requirement == CallerRequirement.Admin && !caller.IsAdmin)
        {
            await JsonErrors.WriteAsync(context, StatusCodes.Status403Forbidden, "Only administrators may do this.");
            return;
        }

        context.Features.Set(caller);
        await next(context);
    }

    /// <summary>Very old clients send the bare token, without a scheme.</summary>
    private static string TokenOf(StringValues header)
    {
        var value = header.ToString();
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : value.Trim();
    }
}
