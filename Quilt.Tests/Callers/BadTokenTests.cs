using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Quilt.Tests.Callers;

public sealed class BadTokenTests(CallersFixture fixture) : IClassFixture<CallersFixture>
{
    private static readonly SigningKey Stranger = new();

    private static readonly Dictionary<string, Func<StandInAuth, string>> BadTokens = new()
    {
        ["empty"] = _ => string.Empty,
        ["garbage"] = _ => "not a token",
        ["dots"] = _ => "..",
        ["five parts"] = auth => auth.Token().Bake() + ".x.y",
        ["huge"] = _ => new string('a', 20_000),
        ["cut off"] = auth => auth.Token().Bake()[..^5],
        ["algorithm none"] = auth => Unsigned(auth.Token().Bake(), "none"),
        ["algorithm None"] = auth => Unsigned(auth.Token().Bake(), "None"),
        ["changed content"] = auth => Spliced(auth.Token().Bake(), (auth.Token() with { IsAdmin = true }).Bake()),
        ["HMAC with the public key"] = auth => (auth.Token() with
        {
            Credentials = new SigningCredentials(new SymmetricSecurityKey(auth.Key.PublicBytes) { KeyId = auth.Key.Id }, SecurityAlgorithms.HmacSha256),
        }).Bake(),
        ["another key"] = auth => (auth.Token() with { Key = Stranger }).Bake(),
        ["another key under the known id"] = auth => (auth.Token() with { Key = new SigningKey(auth.Key.Id) }).Bake(),
        ["a key brought along"] = auth => (auth.Token() with
        {
            Key = Stranger,
            Header = new() { ["jwk"] = Stranger.PublicJwk },
        }).Bake(),
        ["a key brought along under the known id"] = auth =>
        {
            var key = new SigningKey(auth.Key.Id);
            return (auth.Token() with { Key = key, Header = new() { ["jwk"] = key.PublicJwk } }).Bake();
        },
        ["an address of keys brought along"] = auth => (auth.Token() with { Key = Stranger, Header = new() { ["jku"] = auth.Url + "/stranger/keys" } }).Bake(),
        ["an address of certificates brought along"] = auth => (auth.Token() with { Key = Stranger, Header = new() { ["x5u"] = auth.Url + "/stranger/keys" } }).Bake(),
        ["a certificate brought along"] = auth =>
        {
            var (key, certificate) = Stranger.Certified();
            return (auth.Token() with { Key = key, Header = new() { ["x5c"] = new[] { certificate } } }).Bake();
        },
        ["a certificate brought along under the known id"] = auth =>
        {
            var (key, certificate) = new SigningKey(auth.Key.Id).Certified();
            return (auth.Token() with { Key = key, Header = new() { ["x5c"] = new[] { certificate } } }).Bake();
        },
        ["no audience"] = auth => (auth.Token() with { Audience = null }).Bake(),
        ["the issuer in another case"] = auth => (auth.Token() with { Issuer = StandInAuth.Issuer.ToUpperInvariant() }).Bake(),
        ["the issuer without its slash"] = auth => (auth.Token() with { Issuer = StandInAuth.Issuer.TrimEnd('/') }).Bake(),
        ["another audience"] = auth => (auth.Token() with { Audience = "catalog" }).Bake(),
        ["another issuer"] = auth => (auth.Token() with { Issuer = "https://elsewhere.invalid/" }).Bake(),
        ["expired"] = auth => (auth.Token() with { StartsIn = TimeSpan.FromHours(-2), EndsIn = TimeSpan.FromSeconds(-60) }).Bake(),
        ["not yet valid"] = auth => (auth.Token() with { StartsIn = TimeSpan.FromMinutes(2) }).Bake(),
        ["an identity token"] = auth => (auth.Token() with { Type = "JWT" }).Bake(),
        ["of no user"] = auth => (auth.Token() with { UserName = null }).Bake(),
    };

    public static TheoryData<string> Names => [.. BadTokens.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_token_is_refused_even_where_anonymous_callers_may_read(string name)
    {
        var token = BadTokens[name](fixture.Auth);

        // Twice: the second answer comes from memory.
        for (var i = 0; i < 2; i++)
        {
            var (status, body) = await fixture.Registry.AskAsync("Reader", "Bearer " + token);

            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal("Token invalid.", JsonDocument.Parse(body).RootElement.GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task The_same_token_unchanged_is_accepted() =>
        Assert.Equal((HttpStatusCode.OK, "ada"), await fixture.Registry.AskAsync("Reader", "Bearer " + fixture.Auth.Token().Bake()));

    [Fact]
    public async Task A_token_just_past_its_end_is_accepted_because_clocks_differ() =>
        Assert.Equal(HttpStatusCode.OK, await fixture.Registry.StatusOfAsync(
            (fixture.Auth.Token() with { EndsIn = TimeSpan.FromSeconds(-3) }).Bake()));

    private static string Unsigned(string token, string algorithm)
    {
        var header = Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"at+jwt"}"""));
        return $"{header}.{token.Split('.')[1]}.";
    }

    private static string Spliced(string signed, string content)
    {
        var parts = signed.Split('.');
        return $"{parts[0]}.{content.Split('.')[1]}.{parts[2]}";
    }
}
