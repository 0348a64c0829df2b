using System.IO.Compression;
using System.Net;
using System.Text;

namespace Quilt.Tests.Auth;

public sealed class AccountEndpointTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Theory]
    [InlineData("/api/login", "{}", 400, "exactly these fields: username (string), password (string)")]
    [InlineData("/api/login", "", 400, "exactly these fields")]
    [InlineData("/api/login", "null", 400, "exactly these fields")]
    [InlineData("/api/login", "[]", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"admin\",\"password\":\"quilt\"", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"admin\"}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"admin\",\"password\":1}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":null,\"password\":\"quilt\"}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"admin\",\"password\":\"quilt\",\"more\":1}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"x\",\"username\":\"admin\",\"password\":\"quilt\"}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"ad\\u0000min\",\"password\":\"quilt\"}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"admin\",\"password\":\"\\ud800\"}", 400, "exactly these fields")]
    [InlineData("/api/login", "{\"username\":\"admin\",\"password\":\"wrong\"}", 401, "The user name or the password is wrong.")]
    [InlineData("/api/login", "{\"username\":\"nobody\",\"password\":\"wrong\"}", 401, "The user name or the password is wrong.")]
    [InlineData("/api/login", "{\"username\":\"ADMIN\",\"password\":\"quilt\"}", 401, "The user name or the password is wrong.")]
    [InlineData("/api/register", "{\"username\":\"a\",\"password\":\"long enough\"}", 400, "username (string), password (string), email (string)")]
    [InlineData("/api/register", "{\"username\":\"Anna\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "lower-case")]
    [InlineData("/api/register", "{\"username\":\"1a\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "lower-case")]
    [InlineData("/api/register", "{\"username\":\"a\\n\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "lower-case")]
    [InlineData("/api/register", "{\"username\":\"\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "Choose a user name.")]
    [InlineData("/api/register", "{\"username\":\"public\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "reserved")]
    [InlineData("/api/register", "{\"username\":\"team\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "reserved")]
    [InlineData("/api/register", "{\"username\":\"anonymous\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "reserved")]
    [InlineData("/api/register", "{\"username\":\"quilt\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 400, "reserved")]
    [InlineData("/api/register", "{\"username\":\"anna\",\"password\":\"short77\",\"email\":\"a@b.c\"}", 400, "at least 8 characters")]
    [InlineData("/api/register", "{\"username\":\"anna\",\"password\":\"long enough\",\"email\":\"not one\"}", 400, "e-mail")]
    [InlineData("/api/register", "{\"username\":\"admin\",\"password\":\"long enough\",\"email\":\"a@b.c\"}", 409, "user name is taken")]
    [InlineData("/api/register", "{\"username\":\"anna\",\"password\":\"long enough\",\"email\":\"Admin@Example.com\"}", 409, "e-mail address is taken")]
    public async Task A_wrong_body_is_refused_with_what_is_wrong(string path, string body, int status, string message)
    {
        var answer = await Host.SendAsync(HttpMethod.Post, path, content: new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.Status);
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/me")]
    [InlineData("GET", "/api/code")]
    [InlineData("POST", "/api/refresh")]
    [InlineData("POST", "/api/logout")]
    [InlineData("GET", "/api/users/list")]
    [InlineData("POST", "/api/users/create")]
    [InlineData("POST", "/api/users/disable")]
    [InlineData("POST", "/api/users/enable")]
    [InlineData("POST", "/api/users/delete")]
    [InlineData("POST", "/api/users/reset_password")]
    [InlineData("GET", "/internal/revocations")]
    [InlineData("GET", "/internal/users")]
    [InlineData("GET", "/internal/users/admin")]
    [InlineData("GET", "/internal/users/by-email/admin@example.com")]
    [InlineData("GET", "/internal/events")]
    public async Task Nobody_and_a_bad_token_are_refused(string method, string path)
    {
        var nobody = await Host.SendAsync(new HttpMethod(method), path);
        var forged = await Host.SendAsync(new HttpMethod(method), path, "eyJhbGciOiJub25lIn0.e30.");

        Assert.Equal((HttpStatusCode.Unauthorized, "Not logged in"), (nobody.Status, nobody.Message));
        Assert.Equal((HttpStatusCode.Unauthorized, "Token invalid."), (forged.Status, forged.Message));
    }

    [Theory]
    [InlineData("GET", "/api/users/list", "Only an admin may do this.")]
    [InlineData("POST", "/api/users/create", "Only an admin may do this.")]
    [InlineData("POST", "/api/users/disable", "Only an admin may do this.")]
    [InlineData("POST", "/api/users/enable", "Only an admin may do this.")]
    [InlineData("POST", "/api/users/delete", "Only an admin may do this.")]
    [InlineData("POST", "/api/users/reset_password", "Only an admin may do this.")]
    [InlineData("GET", "/internal/users", "Only a service with the scope 'internal' may ask this.")]
    [InlineData("GET", "/internal/users/by-email/admin@example.com", "Only a service with the scope 'internal' may ask this.")]
    [InlineData("GET", "/internal/events", "Only a service with the scope 'internal' may ask this.")]
    [InlineData("GET", "/internal/revocations", "Only a service with the scope 'internal' may ask this.")]
    [InlineData("GET", "/internal/users/admin", "Only a service with the scope 'internal' may ask this.")]
    public async Task Somebody_else_is_refused(string method, string path, string message)
    {
        var token = await Host.RegisterAsync("u" + Guid.NewGuid().ToString("N"));

        var answer = await Host.SendAsync(new HttpMethod(method), path, token);

        Assert.Equal((HttpStatusCode.Forbidden, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("DELETE", "/api/login", 405)]
    [InlineData("POST", "/connect/nothing", 404)]
    public async Task What_is_not_there_answers_a_message_too(string method, string path, int status)
    {
        var answer = await Host.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, (int)answer.Status);
        Assert.NotEmpty(answer.Message);
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_415_and_a_broken_or_unknown_encoding_400()
    {
        var text = await Host.SendAsync(HttpMethod.Post, "/api/login", content: new StringContent("{}", Encoding.UTF8, "text/plain"));
        var broken = new ByteArrayContent([1, 2, 3]);
        broken.Headers.ContentType = new("application/json");
        broken.Headers.ContentEncoding.Add("gzip");
        var unknown = new StringContent("{}", Encoding.UTF8, "application/json");
        unknown.Headers.ContentEncoding.Add("br");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.Status);
        Assert.Contains("does not decompress", (await Host.SendAsync(HttpMethod.Post, "/api/login", content: broken)).Message, StringComparison.Ordinal);
        Assert.Contains("'br' is not supported", (await Host.SendAsync(HttpMethod.Post, "/api/login", content: unknown)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_inflates_beyond_the_limit_is_413()
    {
        var answer = await Host.SendAsync(HttpMethod.Post, "/api/login", content: Gzip(new string(' ', 1_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task A_gzipped_login_works()
    {
        var answer = await Host.SendAsync(HttpMethod.Post, "/api/login", content: Gzip("""{"username":"admin","password":"quilt"}"""));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Me_tells_who_the_token_belongs_to_also_without_the_word_Bearer()
    {
        var token = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me/");
        request.Headers.TryAddWithoutValidation("Authorization", token);

        using var bare = await Host.Http.SendAsync(request);

        const string Me = """{"current_user":"admin","email":"admin@example.com","is_staff":true,"is_active":true}""";
        Assert.Equal(Me, await bare.Content.ReadAsStringAsync());
        Assert.Equal(Me, (await Host.GetAsync("/api/me", token)).Body);
    }

    [Fact]
    public async Task A_json_content_type_without_a_body_is_fine_where_none_is_needed()
    {
        var token = await Host.RegisterAsync("bodyless");
        using var empty = new ByteArrayContent([]);
        empty.Headers.ContentType = new("application/json");

        Assert.Equal(HttpStatusCode.OK, (await Host.SendAsync(HttpMethod.Post, "/api/refresh", token, empty)).Status);
    }

    [Fact]
    public async Task Two_racing_registrations_of_one_name_make_one_account()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(index =>
            Host.PostJsonAsync("/api/register", new { username = "raced", password = "long enough", email = $"raced{index}@example.com" })));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Signing_up_and_the_user_endpoints_are_off_unless_switched_on()
    {
        await using var host = await AuthHost.StartAsync(settings: [("Quilt:AllowSignup", null), ("Quilt:EnableUserEndpoints", null)]);
        var token = await host.LogInAsync("admin", AuthHost.AdminPassword);

        var register = await host.PostJsonAsync("/api/register", new { username = "anna", password = "long enough", email = "a@b.c" });
        var users = await host.GetAsync("/api/users/list", token);

        Assert.Equal(HttpStatusCode.NotImplemented, register.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "This endpoint is not enabled."), (users.Status, users.Message));
    }

    [Fact]
    public async Task Admins_list_accounts_and_disable_all_but_themselves()
    {
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        await Host.RegisterAsync("listed");

        var list = await Host.GetAsync("/api/users/list", admin);
        var self = await Host.PostJsonAsync("/api/users/disable", new { username = "admin" }, admin);
        var unknown = await Host.PostJsonAsync("/api/users/disable", new { username = "nobody" }, admin);

        var row = list.Json.GetProperty("results").EnumerateArray().Single(user => user.GetProperty("username").GetString() == "listed");
        Assert.Equal("listed@example.com", row.GetProperty("email").GetString());
        Assert.False(row.GetProperty("is_superuser").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, self.Status);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
    }

    [Fact]
    public async Task Services_learn_whether_an_account_exists()
    {
        var token = await Host.ServiceTokenAsync();

        Assert.Equal("""{"name":"admin","email":"admin@example.com","is_active":true,"is_admin":true}""", (await Host.GetAsync("/internal/users/admin", token)).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await Host.GetAsync("/internal/users/nobody", token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Host.GetAsync("/internal/users/no%0Abody", token)).Status);
    }

    [Theory]
    [InlineData("admin@example.com", true)]
    [InlineData("Admin@Example.COM", true)]
    [InlineData("slash/ed@example.com", true)]
    [InlineData("nobody@example.com", false)]
    [InlineData("no\nbody@example.com", false)]
    [InlineData("admin", false)]
    public async Task Services_find_an_account_by_its_address(string email, bool known)
    {
        await Host.PostJsonAsync("/api/register", new { username = "slashed", password = "correct horse", email = "slash/ed@example.com" });

        var answer = await Host.GetAsync("/internal/users/by-email/" + Uri.EscapeDataString(email), await Host.ServiceTokenAsync());

        Assert.Equal(known ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.Status);
        Assert.True(!known || answer["email"].Equals(email, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Services_list_all_accounts()
    {
        await Host.RegisterAsync("counted");

        var answer = await Host.GetAsync("/internal/users", await Host.ServiceTokenAsync());

        var user = answer.Json.GetProperty("users").EnumerateArray().Single(user => user.GetProperty("name").GetString() == "counted");
        Assert.Equal(["name", "email", "is_active", "is_admin", "joined_at", "last_sign_in_at"], user.EnumerateObject().Select(field => field.Name));
        Assert.True(user.GetProperty("last_sign_in_at").GetDateTimeOffset() >= user.GetProperty("joined_at").GetDateTimeOffset());
    }

    private static ByteArrayContent Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
