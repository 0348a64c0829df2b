using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Quilt.Auth.Passwords;

namespace Quilt.Tests.Auth.Passwords;

public sealed class PasswordRuleTests
{
    private const string Breached = "correct battery";

    [Theory]
    [InlineData("password", "true", false)]
    [InlineData("Password123", "true", false)]
    [InlineData("QWERTYUIOP", "true", false)]
    [InlineData("correct horse", "true", true)]
    [InlineData("password", null, true)]
    public async Task The_passwords_that_everybody_tries_first_are_refused_where_that_is_set(string password, string? setting, bool allowed)
    {
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:Passwords:RefuseCommon", setting));

        var answer = await host.PostJsonAsync("/api/register", new { username = "careless", password, email = "careless@example.com" });

        Assert.Equal(allowed ? "{}" : """{"message":"This password is among the first that everybody tries. Choose another."}""", answer.Body);
    }

    [Fact]
    public async Task A_password_of_a_breach_is_refused_wherever_one_is_set_and_the_service_learns_five_digits()
    {
        await using var range = await RangeService.StartAsync();
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:Passwords:BreachCheckUrl", range.Address));

        var register = await host.PostJsonAsync("/api/register", new { username = "unlucky", password = Breached, email = "unlucky@example.com" });
        await host.RegisterAsync("lucky");
        using var browser = new Browser(host);
        await browser.SignInAsync("lucky", "correct horse");
        await browser.GetAsync("/account/password");
        await browser.SubmitAsync(("current", "correct horse"), ("password", Breached), ("repeated", Breached));

        Assert.Equal(HttpStatusCode.BadRequest, register.Status);
        Assert.Contains("known from a breach", register.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("known from a breach", browser.Problem, StringComparison.Ordinal);
        Assert.All(range.Asked, path => Assert.Matches("^/range/[0-9A-F]{5}$", path));
        Assert.Equal(3, range.Asked.Count);
    }

    [Fact]
    public async Task A_bad_link_causes_no_call_to_the_service()
    {
        await using var range = await RangeService.StartAsync();
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:Passwords:BreachCheckUrl", range.Address));

        var answer = await host.PostJsonAsync("/api/change_password", new { password = Breached, link = "nonsense" });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Empty(range.Asked);
    }

    [Fact]
    public async Task Padding_that_stands_for_nothing_refuses_nothing()
    {
        await using var range = await RangeService.StartAsync(count: 0);
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:Passwords:BreachCheckUrl", range.Address + "/"));

        Assert.Equal("{}", (await host.PostJsonAsync("/api/register", new { username = "padded", password = Breached, email = "padded@example.com" })).Body);
        Assert.Single(range.Asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task A_service_that_fails_or_does_not_answer_lets_passwords_through(int status)
    {
        await using var range = await RangeService.StartAsync(status: status);
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:Passwords:BreachCheckUrl", range.Address));

        Assert.Equal("{}", (await host.PostJsonAsync("/api/register", new { username = "patient", password = Breached, email = "patient@example.com" })).Body);
        Assert.Single(range.Asked);
    }

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("example.com")]
    [InlineData("https://example.com/?a=b")]
    public async Task A_wrong_address_stops_the_start(string address)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AuthHost.StartAsync(database: "Host=nowhere", settings: ("Quilt:Passwords:BreachCheckUrl", address)));

        Assert.StartsWith(PwnedPasswords.Key, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Stands in for the range service: knows one password. A status of 0 is no answer at all.</summary>
    private sealed class RangeService(WebApplication app, ConcurrentQueue<string> asked) : IAsyncDisposable
    {
        public string Address => app.Urls.Single();

        public ConcurrentQueue<string> Asked => asked;

        public static async Task<RangeService> StartAsync(int count = 42, int status = 200)
        {
            var builder = WebApplication.CreateSlimBuilder();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var asked = new ConcurrentQueue<string>();
#pragma warning disable CA5350 // The protocol is by SHA-1.
            var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(Breached)));
#pragma warning restore CA5350
            app.MapGet("/range/{prefix}", async (string prefix, HttpContext context) =>
            {
                asked.Enqueue(context.Request.Path);
                if (status == 0)
                {
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                var lines = new string('0', 35) + ":7\r\n" + (hash.StartsWith(prefix, StringComparison.Ordinal) ? $"{hash[5..]}:{count}\r\n" : "") + new string('F', 35) + ":1";
                return status == 500 ? Results.StatusCode(500) : Results.Text(lines);
            });
            await app.StartAsync();
            return new RangeService(app, asked);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
