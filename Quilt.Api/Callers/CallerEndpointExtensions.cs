using Quilt.Api.Callers.Grants;

namespace Quilt.Api.Callers;

internal static class CallerEndpointExtensions
{
    /// <summary>States who may call the endpoint.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="requirement">Who may call it.</param>
    /// <param name="scope">
    /// What a restricted token must be for. What readers may call takes <c>read</c> and what admins may call takes
    /// <c>admin</c>, unless it says otherwise; what members may call takes no restricted token unless it says so.
    /// </param>
    /// <param name="ofOwner">The endpoint is for the package's owner only: a restricted token must reach the package. All that change one are.</param>
    public static TBuilder AllowCallers<TBuilder>(
        this TBuilder builder, CallerRequirement requirement, TokenScopes? scope = null, bool ofOwner = false)
        where TBuilder : IEndpointConventionBuilder
    {
        var needed = scope ?? requirement switch
        {
            CallerRequirement.Reader => TokenScopes.Read,
            CallerRequirement.Admin => TokenScopes.Admin,
            _ => TokenScopes.None,
        };
        return builder.WithMetadata(new CallerRequirementMetadata(requirement, needed, ofOwner || needed == TokenScopes.Write));
    }

    /// <summary>The caller of this request, as the <see cref="CallerMiddleware"/> found it.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? Caller.Anonymous;
}

/// <param name="Scope">The scope that a restricted token needs; none: it is not for restricted tokens.</param>
/// <param name="WithinReach">Whether a restricted token must reach the package of the route.</param>
internal sealed record CallerRequirementMetadata(CallerRequirement Requirement, TokenScopes Scope, bool WithinReach);
