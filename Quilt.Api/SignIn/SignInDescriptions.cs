using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.SignIn;

/// <summary>Bodies and answers of the forwarded calls, by the name of their route.</summary>
internal static class SignInDescriptions
{
    private const string UserName = """{"username":"ada"}""";

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string name) => (name switch
    {
        "GetToken" => route.Accepts<TokenForm>("application/x-www-form-urlencoded").Produces<TokensAnswer>().AnswersErrors(401, 429),
        "GetCode" => route.NeedsLogin().Produces<CodeAnswer>().AnswersErrors(401, 403),
        "LogIn" => route.Takes<LoginBody>("""{"username":"ada","password":"correct horse"}""").Produces<TokenAnswer>().AnswersErrors(401, 429),
        "LogOut" => route.NeedsLogin().Produces<EmptyAnswer>().AnswersErrors(401, 403),
        "RefreshToken" => route.NeedsLogin().Produces<TokenAnswer>().AnswersErrors(401, 403),
        "GetMe" => route.NeedsLogin().Produces<MeAnswer>().AnswersErrors(401, 403),
        "Register" => route.Takes<RegisterBody>("""{"username":"ada","password":"correct horse","email":"ada@example.org"}""")
            .Produces<EmptyAnswer>().AnswersErrors(409, 429, 501),
        "ResetPassword" => route.Takes<EmailBody>("""{"email":"ada@example.org"}""").Produces<EmptyAnswer>().AnswersErrors(429),
        "ChangePassword" => route.Takes<ChangePasswordBody>("""{"password":"correct horse","link":"0123456789abcdef"}""").Produces<EmptyAnswer>().AnswersErrors(401, 429),
        "Activate" => route.Produces(StatusCodes.Status302Found),
        "ListUsers" => route.NeedsLogin().Produces<UsersAnswer>().AnswersErrors(401, 403),
        "CreateUser" => route.NeedsLogin().Takes<NewUserBody>("""{"username":"ada","email":"ada@example.org"}""").Produces<EmptyAnswer>().AnswersErrors(401, 403, 409),
        "ListTokens" => route.NeedsLogin().Produces<TokenListAnswer>().AnswersErrors(401, 403),
        "CreateToken" => route.NeedsLogin().Takes<NewTokenBody>("""{"name":"CI of sales","scopes":["read","write"],"packages":["ada/sales"],"expires_at":1893456000}""")
            .Produces<NewTokenAnswer>().AnswersErrors(401, 403),
        "RevokeToken" => route.NeedsLogin().Produces<EmptyAnswer>().AnswersErrors(401, 403, 404),
        "ListPublishers" => route.NeedsLogin().Produces<PublisherListAnswer>().AnswersErrors(400, 401, 403),
        "AddPublisher" => route.NeedsLogin().Takes<NewPublisherBody>("""{"github":{"repository":"ada/pipelines","workflow":"release.yml","ref":"refs/heads/main"}}""")
            .Produces<PublisherAnswer>().AnswersErrors(401, 403),
        "RemovePublisher" => route.NeedsLogin().Produces<EmptyAnswer>().AnswersErrors(400, 401, 403, 404),
        "ExchangeToken" => route.Takes<ExchangeBody>("""{"package":"ada/sales","token":"the workload's OpenID Connect token"}""")
            .Produces<PushTokenAnswer>().AnswersErrors(401, 429),
        _ => route.NeedsLogin().Takes<UserNameBody>(UserName).Produces<EmptyAnswer>().AnswersErrors(401, 403, 404),
    }).AnswersErrors(504);

    private static RouteHandlerBuilder NeedsLogin(this RouteHandlerBuilder route) => route.WithMetadata(new LoginNeeded());
}
