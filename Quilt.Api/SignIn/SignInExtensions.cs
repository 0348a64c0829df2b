using Quilt.Api.Callers;
using Quilt.Api.OpenApi;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.SignIn;

/// <summary>
/// The account and token endpoints of the registry. The sign-in service answers them; they are here as well, so that a
/// client needs to know one address.
/// </summary>
internal static class SignInExtensions
{
    private static readonly (string Method, string Path, string Name, string Summary)[] Routes =
    [
        (HttpMethods.Post, "/api/token", "GetToken", "Exchanges a one-time code or a refresh token for tokens"),
        (HttpMethods.Get, "/api/code", "GetCode", "Gives the caller a one-time code"),
        (HttpMethods.Post, "/api/login", "LogIn", "Exchanges a user name and password for a token"),
        (HttpMethods.Post, "/api/logout", "LogOut", "Ends the token that came with the call"),
        (HttpMethods.Post, "/api/refresh", "RefreshToken", "Replaces the token that came with the call"),
        (HttpMethods.Get, "/api/me", "GetMe", "Tells who the caller is"),
        (HttpMethods.Post, "/api/register", "Register", "Signs up"),
        (HttpMethods.Post, "/api/reset_password", "ResetPassword", "Mails a link that sets a new password"),
        (HttpMethods.Post, "/api/change_password", "ChangePassword", "Sets a new password by such a link"),
        (HttpMethods.Get, "/activate/{link}", "Activate", "Activates an account by the link that was mailed"),
        (HttpMethods.Get, "/api/tokens", "ListTokens", "Lists the caller's personal access tokens"),
        (HttpMethods.Post, "/api/tokens", "CreateToken", "Makes a personal access token"),
        (HttpMethods.Delete, "/api/tokens/{id}", "RevokeToken", "Ends a personal access token"),
        (HttpMethods.Get, "/api/publishers/{owner}/{package}/", "ListPublishers", "Lists who is trusted to push to a package without a stored secret"),
        (HttpMethods.Post, "/api/publishers/{owner}/{package}/", "AddPublisher", "Trusts workloads with certain claims to push to a package"),
        (HttpMethods.Delete, "/api/publishers/{owner}/{package}/{id}", "RemovePublisher", "Trusts a publisher no longer"),
        (HttpMethods.Post, "/api/token/exchange", "ExchangeToken", "Exchanges a workload's OpenID Connect token for a short-lived push token"),
        (HttpMethods.Get, "/api/users/list", "ListUsers", "Lists all accounts"),
        (HttpMethods.Post, "/api/users/create", "CreateUser", "Creates an account"),
        (HttpMethods.Post, "/api/users/disable", "DisableUser", "Disables an account"),
        (HttpMethods.Post, "/api/users/enable", "EnableUser", "Enables an account"),
        (HttpMethods.Post, "/api/users/delete", "DeleteUser", "Deletes an account"),
        (HttpMethods.Post, "/api/users/reset_password", "ResetUserPassword", "Makes an account set a new password"),
    ];

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<AuthForwarder>();
        services.AddHttpClient(AuthForwarder.ClientName)
            .ConfigurePrimaryHttpMessageHandler(AuthForwarder.CreateHandler)
            .RemoveAllLoggers();
    }

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        foreach (var (method, path, name, summary) in Routes)
        {
            endpoints
                .MapMethods(path, [method], (HttpContext context, AuthForwarder forwarder) => forwarder.ForwardAsync(context))
                .WithName(name).WithSummary(summary).WithTags(path.StartsWith("/api/users/", StringComparison.Ordinal) ? "Administration" : "Sign-in")
                .Describe(name)
                .AllowCallers(CallerRequirement.DecidedByAuth);
        }

        endpoints.MapGet("/login", LeadToSignIn)
            .WithName("OpenSignIn").WithSummary("Leads a browser to the sign-in page").WithTags("Sign-in")
            .TakesQuery("next", "Where the browser goes afterwards: an address of the catalog.")
            .Produces(StatusCodes.Status302Found)
            .AllowCallers(CallerRequirement.Public);
    }

    private static IResult LeadToSignIn(HttpRequest request, PublicUrls urls) =>
        Results.Redirect(urls.For(request, QuiltService.Auth) + "/login" + request.QueryString);
}
