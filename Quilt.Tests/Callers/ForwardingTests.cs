using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Quilt.Tests.Callers;

public sealed class ForwardingTests(CallersFixture fixture) : IClassFixture<CallersFixture>
{
    [Theory]
    [InlineData("POST", "/api/token")]
    [InlineData("GET", "/api/code")]
    [InlineData("POST", "/api/login")]
    [InlineData("POST", "/api/logout")]
    [InlineData("POST", "/api/refresh")]
    [InlineData("GET", "/api/me")]
    [InlineData("POST", "/api/register")]
    [InlineData("POST", "/api/reset_password")]
    [InlineData("POST", "/api/change_password/")]
    [InlineData("GET", "/activate/a-b_c")]
    [InlineData("GET", "/activate/a-b_c/")]
    [InlineData("GET", "/api/users/list")]
    [InlineData("POST", "/api/users/create")]
    [InlineData("POST", "/api/users/disable")]
    [InlineData("POST", "/api/users/enable")]
    [InlineData("POST", "/api/users/delete")]
    [InlineData("POST", "/api/users/reset_password")]
    public async Task An_account_call_reaches_the_sign_in_service_as_it_came(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?x=%2F1");
        request.Headers.TryAddWithoutValidation("Authorization", "whatever came");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", "/made-up");
        request.Headers.Connection.Add("X-Hop");
        request.Headers.TryAddWithoutValidation("X-Hop", "only to here");
        if (method == "POST")
        {
            request.Content = new StringContent("refresh_token=1", new MediaTypeHeaderValue(path == "/api/token" ? "application/x-www-form-urlencoded" : "application/json"));
        }

        using var response = await fixture.Registry.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var echo = (await response.Content.ReadFromJsonAsync<Echo>())!;
        Assert.Equal(method, echo.Method);
        Assert.Equal(path + "?x=%2F1", echo.Target);
        Assert.Equal(method == "POST" ? "refresh_token=1" : string.Empty, echo.Body);
        var headers = new Dictionary<string, string>(echo.Headers, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("whatever came", headers["Authorization"]);
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal(fixture.Registry.Client.BaseAddress!.Authority, headers["X-Forwarded-Host"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.DoesNotContain("X-Forwarded-Prefix", headers.Keys);
        Assert.DoesNotContain("X-Hop", headers.Keys);
    }

    [Theory]
    [InlineData("401", HttpStatusCode.Unauthorized)]
    [InlineData("409", HttpStatusCode.Conflict)]
    [InlineData("302", HttpStatusCode.Redirect)]
    public async Task The_answer_comes_back_as_the_sign_in_service_gave_it(string wanted, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/activate/link");
        request.Headers.Add("X-Want-Status", wanted);
        request.Headers.Add("X-Want-Location", "http://catalog.invalid/signin");

        using var response = await fixture.Registry.Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("http://catalog.invalid/signin", response.Headers.Location?.ToString());
        Assert.Equal("/activate/link", (await response.Content.ReadFromJsonAsync<Echo>())!.Target);
    }

    [Fact]
    public async Task A_wrong_method_is_refused_here()
    {
        using var response = await fixture.Registry.Client.GetAsync("/api/token");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        await MessageOfAsync(response);
    }

    [Fact]
    public async Task Without_the_sign_in_service_account_calls_answer_503_and_say_so()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        await auth.StopAsync();

        using var response = await registry.Client.PostAsync("/api/login", JsonContent.Create(new { username = "ada", password = "x" }));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("The sign-in service cannot be reached. Try again in a moment.", await MessageOfAsync(response));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Login_leads_the_browser_to_the_sign_in_page_with_its_query()
    {
        using var response = await fixture.Registry.Client.GetAsync("/login?next=%2Fcode");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("http://127.0.0.1:5002/login?next=%2Fcode", response.Headers.Location?.OriginalString);
    }

    private static async Task<string?> MessageOfAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("message").GetString();
}
