using Microsoft.AspNetCore;
using OpenIddict.Server;
using Quilt.ServiceDefaults.Errors;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Auth.Codes;

/// <summary>Answers <c>POST /api/token</c> in the words that its clients know.</summary>
internal sealed class LegacyTokenResponse(TimeProvider time) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseSingletonHandler<LegacyTokenResponse>()
            .SetOrder(int.MinValue + 200_000)
            .Build();

    public async ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (!LegacyTokenRequest.Applies(context.Transaction))
        {
            return;
        }

        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        switch (context.Error)
        {
            case null or "":
                var expiresAt = time.GetUtcNow().ToUnixTimeSeconds() + (context.Response.ExpiresIn ?? 0);
                await Results.Json(
                    new LegacyTokens(context.Response.RefreshToken!, context.Response.AccessToken!, expiresAt),
                    AuthJson.Default.LegacyTokens).ExecuteAsync(http);
                break;
            case Errors.InvalidRequest when !HttpMethods.IsPost(http.Request.Method):
                await JsonErrors.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, $"{http.Request.Method} is not possible at {http.Request.Path}. Send the form field refresh_token by POST.");
                break;
            case Errors.InvalidRequest:
                await JsonErrors.WriteAsync(http, StatusCodes.Status400BadRequest, "The form field refresh_token is missing. It holds the code that the login page shows, or a refresh token.");
                break;
            case Errors.ServerError or Errors.TemporarilyUnavailable:
                await JsonErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "The token could not be made. Try again.");
                break;
            default:
                await JsonErrors.WriteAsync(http, StatusCodes.Status401Unauthorized, "The code or token is wrong, used or expired. Run `quilt login` again.");
                break;
        }

        context.HandleRequest();
    }
}

/// <param name="RefreshToken">To send the next time.</param>
/// <param name="AccessToken">To send with every call until then.</param>
/// <param name="ExpiresAt">When the access token ends, in Unix seconds.</param>
internal sealed record LegacyTokens(string RefreshToken, string AccessToken, long ExpiresAt);
