using System.Net;

namespace Quilt.Tests.Callers;

public sealed class WebTests(CallersFixture fixture) : IClassFixture<CallersFixture>
{
    [Fact]
    public async Task The_health_check_answers_ok_to_anybody() =>
        Assert.Equal("ok", await fixture.Registry.Client.GetStringAsync("/healthcheck"));

    [Fact]
    public async Task Crawlers_are_kept_out() =>
        Assert.Equal("User-agent: *\nDisallow: /\n", await fixture.Registry.Client.GetStringAsync("/robots.txt"));

    [Theory]
    [InlineData("/api/payments/update_plan")]
    [InlineData("/api/payments/update_payment")]
    public async Task Payments_are_not_enabled(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", fixture.Auth.Token().Bake());

        using var response = await fixture.Registry.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("""{"message":"Payments not enabled"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/for/Member")]
    [InlineData("/api/nothing/here")]
    [InlineData("/api/me")]
    public async Task Preflights_are_answered_for_a_day(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://catalog.example.com");
        request.Headers.Add("Access-Control-Request-Method", "DELETE");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var response = await fixture.Registry.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("DELETE", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal("authorization,content-type", Header(response, "Access-Control-Allow-Headers"));
        Assert.Equal("86400", Header(response, "Access-Control-Max-Age"));
        Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/api/for/Reader", HttpStatusCode.OK)]
    [InlineData("/api/for/Member", HttpStatusCode.Unauthorized)]
    [InlineData("/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/api/me", HttpStatusCode.OK)]
    public async Task Scripts_of_any_site_may_read_answers_and_errors(string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://catalog.example.com");

        using var response = await fixture.Registry.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
