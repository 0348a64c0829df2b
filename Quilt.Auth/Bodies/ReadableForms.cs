using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Auth.Bodies;

/// <summary>Reads every form before anybody looks into it, and refuses what cannot be read or stored.</summary>
internal static class ReadableForms
{
    public static void UseReadableForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.HasFormContentType && await FindProblemAsync(context) is { } problem)
        {
            await JsonErrors.WriteAsync(context, problem.Status, problem.Message);
            return;
        }

        await next(context);
    });

    private static async Task<(int Status, string Message)?> FindProblemAsync(HttpContext context)
    {
        if (context.Request.Headers[HeaderNames.ContentEncoding].ToString() is { Length: > 0 } encoding)
        {
            return (StatusCodes.Status400BadRequest, $"Content-Encoding '{encoding}' is not possible with a form. Send it as it is.");
        }

        try
        {
            var form = await context.Features.GetRequiredFeature<IFormFeature>().ReadFormAsync(context.RequestAborted);
            return form.Any(field => HoldsNul(field.Key) || field.Value.Any(HoldsNul))
                ? (StatusCodes.Status400BadRequest, "The form holds a NUL character, which cannot be stored.")
                : null;
        }
        catch (InvalidDataException)
        {
            return (StatusCodes.Status400BadRequest, "The form is malformed or too large. Send only the fields that this call takes.");
        }
    }

    private static bool HoldsNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
