namespace Quilt.Api.Callers;

internal static class CallerEndpointExtensions
{
    /// <summary>States who may call the endpoint.</summary>
    public static TBuilder AllowCallers<TBuilder>(this TBuilder builder, CallerRequirement requirement)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirementMetadata(requirement));

    /// <summary>The caller of this request, as the <see cref="CallerMiddleware"/> found it.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? Caller.Anonymous;
}

internal sealed record CallerRequirementMetadata(CallerRequirement Requirement);
