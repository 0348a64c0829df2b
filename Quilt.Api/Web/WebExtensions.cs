using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Http;

namespace Quilt.Api.Web;

/// <summary>What browsers, crawlers, load balancers and the old catalog ask for.</summary>
internal static class WebExtensions
{
    /// <summary>Lets scripts of any site call <c>/api</c>, with tokens but without cookies.</summary>
    public static void AddApiCors(this IServiceCollection services) =>
        services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .AllowAnyOrigin()
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders(ServiceDefaults.Errors.JsonErrors.TraceHeader, "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromDays(1))));

    /// <summary>Before routing, so that errors and unknown routes carry the headers too.</summary>
    public static void UseApiCors(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseCors());

    public static void MapWeb(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthcheck", () => Results.Text("ok")).Produces<string>(contentType: "text/plain")
            .WithName("HealthCheck").WithSummary("Tells that the registry answers").WithTags("Web")
            .AllowCallers(CallerRequirement.Public);
        endpoints.MapGet("/robots.txt", () => Results.Text("User-agent: *\nDisallow: /\n")).Produces<string>(contentType: "text/plain")
            .WithName("Robots").WithSummary("Keeps crawlers out").WithTags("Web")
            .AllowCallers(CallerRequirement.Public);
        foreach (var (call, name) in (ReadOnlySpan<(string, string)>)[("update_plan", "UpdatePlan"), ("update_payment", "UpdatePayment")])
        {
            endpoints.MapPost("/api/payments/" + call, () => ApiError.NotFound("Payments not enabled"))
                .WithName(name).WithSummary("There are no plans to pay for").WithTags("Web")
                .AllowCallers(CallerRequirement.Member, TokenScopes.Read).AnswersErrors(404);
        }
    }
}
