using System.Net;
using System.Text.Json;
using Quilt.ServiceDefaults.PersonalTokens;
using Quilt.Tests.Registry;

namespace Quilt.Tests.PersonalTokens;

/// <summary>What a personal token does at the registry.</summary>
public sealed class RegistryTokenTests(TokenScene scene) : IClassFixture<TokenScene>
{
    /// <summary>Method, path, body, and the scope that it takes; none: no restricted token may.</summary>
    public static TheoryData<string, string, string?, string> Kinds => new()
    {
        { "GET", "/api/tag/ann/one/", null, "read" },
        { "GET", "/api/package/ann/", null, "read" },
        { "GET", "/api/search/?q=one", null, "read" },
        { "GET", "/api/profile", null, "read" },
        { "GET", "/api/access/ann/one/", null, "read" },
        { "GET", "/api/invite/ann/one/", null, "read" },
        { "GET", "/api/recent_packages/", null, "read" },
        { "POST", "/api/get_objects", "[]", "read" },
        { "PUT", "/api/tag/ann/one/t", "{\"hash\":\"HASH\"}", "write" },
        { "PUT", "/api/access/ann/one/bob", null, "write" },
        { "POST", "/api/comments/ann/one/", "{\"contents\":\"!\"}", "write" },
        { "GET", "/api/blob/ann/HASH", null, "write" },
        { "GET", "/api/admin/package_summary", null, "admin" },
        { "GET", "/api/audit/ann/", null, "admin" },
        { "GET", "/api/users/list", null, "admin" },
        { "GET", "/api/code", null, "none" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_call_takes_its_scope_and_no_other(string method, string path, string? body, string needed)
    {
        // Tokens of an admin for admins' calls, of the owner for the owner's: only the scope is what differs.
        var session = needed is "admin" or "none" ? scene.Admin : scene.Ann;
        var hash = scene.Content.Hash;
        foreach (var scope in (string[])["read", "write", "admin"])
        {
            if (scope == "admin" && session == scene.Ann)
            {
                continue;
            }

            var (token, _) = await scene.MakeAsync(session, scope);
            using var answer = await scene.SendAsync(token, HttpMethod.Parse(method), path.Replace("HASH", hash, StringComparison.Ordinal), body?.Replace("HASH", hash, StringComparison.Ordinal));

            var text = await answer.Content.ReadAsStringAsync();
            var isAlready = path.EndsWith("/bob", StringComparison.Ordinal) && answer.StatusCode == HttpStatusCode.Conflict;
            Assert.True((scope == needed) == (answer.StatusCode == HttpStatusCode.OK || isAlready), $"{scope}: {(int)answer.StatusCode} {text}");
            if (scope != needed)
            {
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("message").GetString()!);
            }
        }
    }

    [Theory]
    [InlineData("", true, true, true, true)]
    [InlineData(""","owner":"ann" """, true, true, true, false)]
    [InlineData(""","owner":"bob" """, false, false, true, true)]
    [InlineData(""","packages":["ann/one"]""", true, false, true, false)]
    [InlineData(""","packages":["bob/bobs","ann/two"]""", false, true, true, true)]
    [InlineData(""","packages":["ann/absent"]""", false, false, true, false)]
    public async Task A_token_sees_what_it_is_for_and_what_is_public(string reach, bool one, bool two, bool open, bool bobs)
    {
        var (token, _) = await scene.MakeAsync(scene.Ann, "read write", reach);
        foreach (var (name, isSeen) in ((string, bool)[])[("ann/one", one), ("ann/two", two), ("ann/open", open), ("bob/bobs", bobs)])
        {
            var missing = (await scene.SendAsync(token, HttpMethod.Get, "/api/tag/ann/nothing/").MessageAsync(HttpStatusCode.NotFound)).Replace("ann/nothing", name, StringComparison.Ordinal);
            foreach (var what in (string[])["tag", "log", "version", "comments", "access", "package"])
            {
                var path = $"/api/{what}/{name}/";
                if (isSeen)
                {
                    await scene.SendAsync(token, HttpMethod.Get, path).JsonAsync();
                }
                else
                {
                    Assert.Equal(missing, await scene.SendAsync(token, HttpMethod.Get, path).MessageAsync(HttpStatusCode.NotFound));
                }
            }

            var isInstalled = await scene.StatusAsync(token, HttpMethod.Get, $"/api/package/{name}/{scene.Content.Hash}");
            Assert.Equal(isSeen ? HttpStatusCode.OK : HttpStatusCode.NotFound, isInstalled);
        }

        string[] anns = [.. ((string, bool)[])[("one", one), ("open", open), ("two", two)] is var all ? all.Where(item => item.Item2).Select(item => item.Item1) : []];
        Assert.Equal(anns, (await scene.SendAsync(token, HttpMethod.Get, "/api/package/ann/").JsonAsync()).GetProperty("packages").Strings("name"));
        var found = (await scene.SendAsync(token, HttpMethod.Get, "/api/search/").JsonAsync()).GetProperty("packages").Strings("name");
        Assert.Equal(bobs ? [.. anns, "bobs"] : anns, found);
        var profile = (await scene.SendAsync(token, HttpMethod.Get, "/api/profile").JsonAsync()).GetProperty("packages");
        Assert.Equal(anns, profile.GetProperty("own").Strings("name"));
        Assert.Equal(bobs ? ["bobs"] : [], profile.GetProperty("shared").Strings("name"));
    }

    [Theory]
    [InlineData("", 200, 200, 200)]
    [InlineData(""","owner":"ann" """, 200, 200, 200)]
    [InlineData(""","owner":"bob" """, 403, 403, 403)]
    [InlineData(""","packages":["ann/one"]""", 200, 403, 403)]
    [InlineData(""","packages":["ann/new_one"]""", 403, 403, 403)]
    public async Task A_token_writes_only_what_it_is_for(string reach, int one, int two, int blob)
    {
        var (token, _) = await scene.MakeAsync(scene.Ann, "read write", reach);
        var hash = $$"""{"hash":"{{scene.Content.Hash}}"}""";

        Assert.Equal(one, (int)await scene.StatusAsync(token, HttpMethod.Put, "/api/tag/ann/one/w", hash));
        Assert.Equal(two, (int)await scene.StatusAsync(token, HttpMethod.Put, "/api/tag/ann/two/w", hash));
        Assert.Equal(blob, (int)await scene.StatusAsync(token, HttpMethod.Get, $"/api/blob/ann/{scene.Content.Hash}"));

        // The same whether it exists or not.
        Assert.Equal(
            two == 403 ? "This token is not for the package ann/P." : "",
            two != 403 ? "" : (await scene.SendAsync(token, HttpMethod.Delete, "/api/package/ann/nothing/").MessageAsync(HttpStatusCode.Forbidden)).Replace("nothing", "P", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_for_a_package_that_is_not_there_yet_can_make_it()
    {
        var (token, _) = await scene.MakeAsync(scene.Ann, "write", ""","packages":["ann/fresh"]""");

        await scene.PushAsync(token, "ann", "fresh", isPublic: false);

        await scene.SendAsync(token, HttpMethod.Delete, "/api/package/ann/fresh/").IsDoneAsync();
    }

    [Fact]
    public async Task Of_objects_a_token_gets_those_it_is_for()
    {
        await scene.Stack.Auth.RegisterAsync("oona");
        var oona = await scene.Stack.Auth.LogInAsync("oona", "correct horse");
        var body = $"[\"{scene.Content.ObjectHashes[0]}\"]";
        var (near, _) = await scene.MakeAsync(scene.Ann, "read", ""","packages":["ann/one"]""");

        var urls = (await scene.SendAsync(near, HttpMethod.Post, "/api/get_objects", body).JsonAsync()).GetProperty("urls");

        // Public ones are everybody's, so what tells is the owner in the address: bob's package is out of reach.
        Assert.All(urls.EnumerateObject(), url => Assert.Contains("/objs/ann/", url.Value.GetString()!, StringComparison.Ordinal));
        Assert.Single(urls.EnumerateObject());
        Assert.Single((await scene.SendAsync(oona, HttpMethod.Post, "/api/get_objects", body).JsonAsync()).GetProperty("urls").EnumerateObject());
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("logout")]
    [InlineData("disable")]
    public async Task What_ends_a_token_is_heard_before_it_is_answered(string what)
    {
        var name = "brief_" + what;
        var session = await scene.Stack.Auth.RegisterAsync(name);
        var (token, id) = await scene.MakeAsync(session, "read");
        Assert.Equal(HttpStatusCode.OK, await scene.StatusAsync(token, HttpMethod.Get, "/api/profile"));

        await (what switch
        {
            "revoke" => scene.SendAsync(session, HttpMethod.Delete, "/api/tokens/" + id),
            "logout" => scene.SendAsync(token, HttpMethod.Post, "/api/logout"),
            _ => scene.SendAsync(scene.Admin, HttpMethod.Post, "/api/users/disable", $$"""{"username":"{{name}}"}"""),
        }).IsDoneAsync();

        Assert.Equal("Token invalid.", await scene.SendAsync(token, HttpMethod.Get, "/api/profile").MessageAsync(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Uses_are_told_to_the_owner_to_the_minute()
    {
        var session = await scene.Stack.Auth.RegisterAsync("user_of_tokens");
        var (token, _) = await scene.MakeAsync(session, "read");
        var before = scene.Stack.Auth.Time.GetUtcNow().ToUnixTimeSeconds();
        await scene.SendAsync(token, HttpMethod.Get, "/api/profile").JsonAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var listed = (await scene.SendAsync(session, HttpMethod.Get, "/api/tokens").JsonAsync()).GetProperty("tokens")[0].GetProperty("last_used_at");
            if (listed.ValueKind == JsonValueKind.Number)
            {
                Assert.InRange(listed.GetDouble(), before - 60, before + 120);
                Assert.Equal(0, listed.GetDouble() % 60);
                return;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    [Fact]
    public async Task No_token_reaches_a_log()
    {
        var (token, id) = await scene.MakeAsync(scene.Ann, "read write");
        await scene.SendAsync(token, HttpMethod.Get, "/api/profile").JsonAsync();
        await scene.StatusAsync(token, HttpMethod.Get, "/api/code");
        await scene.StatusAsync(token[..^1] + "_", HttpMethod.Get, "/api/profile");
        await scene.SendAsync(scene.Ann, HttpMethod.Delete, "/api/tokens/" + id).IsDoneAsync();
        await scene.StatusAsync(token, HttpMethod.Get, "/api/profile");

        Assert.Contains("/api/profile", scene.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token[4..40], scene.Logs.Text, StringComparison.Ordinal);
    }
}

/// <summary>What moves the clock or floods the sign-in service has a registry of its own.</summary>
public sealed class TokenTimeTests
{
    [Fact]
    public async Task A_token_ends_at_its_time_and_one_that_is_still_good_is_asked_for_again()
    {
        var scene = new TokenScene();
        await scene.InitializeAsync();
        var end = scene.Stack.Auth.Time.GetUtcNow().AddHours(2).ToUnixTimeSeconds();
        var (brief, _) = await scene.MakeAsync(scene.Ann, "read", $",\"expires_at\":{end}");
        var (lasting, id) = await scene.MakeAsync(scene.Ann, "read");
        Assert.Equal(HttpStatusCode.OK, await scene.StatusAsync(brief, HttpMethod.Get, "/api/profile"));
        Assert.Equal(HttpStatusCode.OK, await scene.StatusAsync(lasting, HttpMethod.Get, "/api/profile"));

        scene.Stack.Auth.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await scene.StatusAsync(brief, HttpMethod.Get, "/api/profile"));
        Assert.Equal(HttpStatusCode.OK, await scene.StatusAsync(lasting, HttpMethod.Get, "/api/profile"));

        // Long after, when nobody remembers the revocation any more.
        await scene.SendAsync(scene.Ann, HttpMethod.Delete, "/api/tokens/" + id).IsDoneAsync();
        scene.Stack.Auth.Time.Advance(TimeSpan.FromDays(40));
        Assert.Equal(HttpStatusCode.Unauthorized, await scene.StatusAsync(lasting, HttpMethod.Get, "/api/profile"));
        await scene.DisposeAsync();
    }
}

/// <summary>What bad tokens cost the sign-in service.</summary>
public sealed class TokenFloodTests
{
    [Fact]
    public async Task Bad_tokens_cost_no_call_where_the_checksum_tells_and_few_otherwise()
    {
        await using var auth = await Callers.StandInAuth.StartAsync();
        await using var registry = await Callers.RegistryHost.StartAsync(auth, time: new Callers.StoppedTime());

        for (var i = 0; i < 200; i++)
        {
            var typo = PersonalTokenForm.Create()[..^1] + "-";
            Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(typo));
        }

        Assert.Equal(0, auth.TokenQuestions);
        var unknown = PersonalTokenForm.Create();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(unknown));
        }

        Assert.Equal(1, auth.TokenQuestions);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => registry.StatusOfAsync(PersonalTokenForm.Create())));
        Assert.Contains(HttpStatusCode.ServiceUnavailable, statuses);
        Assert.InRange(auth.TokenQuestions, 50, 60);
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(auth.Token().Bake()));
    }
}
