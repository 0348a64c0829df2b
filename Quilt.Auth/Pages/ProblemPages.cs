using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Quilt.Auth.Pages;

/// <summary>Lets a failed form post end on the problem page.</summary>
internal static class ProblemPages
{
    /// <summary>The failed request is run again for the problem page, which is a page to get and not the form that was sent.</summary>
    public static void UseProblemPages(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });

    /// <summary>Goes after <c>UseAntiforgery</c>: the components would answer a forged or stale form with an empty page.</summary>
    public static void UseStaleFormPage(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            if (HttpMethods.IsPost(context.Request.Method) && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            }

            return next(context);
        });
}
