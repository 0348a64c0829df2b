using Microsoft.AspNetCore.Diagnostics;

namespace Quilt.Catalog.Failures;

internal static class FailureExtensions
{
    /// <summary>Every refusal and failure becomes a page in the frame, with its right status and nothing internal on it.</summary>
    public static void UseFailurePages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/failure",
            CreateScopeForErrors = true,
            StatusCodeSelector = RegistryFailure.StatusOf,
            // A registry that is away is its own log's news; one line here is enough (below).
            SuppressDiagnosticsCallback = failure => RegistryFailure.IsAway(failure.Exception),
        });
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (context.Features.Get<IExceptionHandlerFeature>() is { } failed)
            {
                // The page in place of a form's answer is read, not posted to.
                context.Request.Method = HttpMethods.Get;
                if (RegistryFailure.IsAway(failed.Error))
                {
                    context.Response.Headers.RetryAfter = "5";
                    app.Logger.LogWarning("{Path} cannot be shown: {Reason}", failed.Path, failed.Error.GetBaseException().Message);
                }
            }
            else if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
    }
}
