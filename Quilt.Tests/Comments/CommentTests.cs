using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Quilt.Client;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Comments;

public sealed class CommentTests(MailedRegistry mailed) : IClassFixture<MailedRegistry>
{
    private readonly TestRegistry _registry = mailed.Registry;

    [Fact]
    public async Task Comments_are_posted_by_whoever_sees_the_package_and_read_oldest_first()
    {
        await _registry.AddPackageAsync("alice", "talked", "public");
        using var bob = _registry.As("bob");
        using var alice = _registry.As("alice");
        using var anonymous = _registry.As(null);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

        var first = (await bob.PostAsJsonAsync("/api/comments/alice/talked/", new { contents = "Nice — \"data\" 😀\n\t." }).JsonAsync()).GetProperty("comment");
        var second = (await alice.PostAsJsonAsync("/api/comments/alice/talked", new { contents = "Thanks" }).JsonAsync()).GetProperty("comment");

        Assert.Equal(["id", "author", "created", "contents"], first.EnumerateObject().Select(property => property.Name));
        Assert.Matches("^[0-9a-f]+$", first.GetProperty("id").GetString());
        Assert.Equal("bob", first.GetProperty("author").GetString());
        Assert.Equal("Nice — \"data\" 😀\n\t.", first.GetProperty("contents").GetString());
        Assert.InRange(first.GetProperty("created").GetDouble(), before, before + 600);
        var comments = (await anonymous.GetAsync("/api/comments/alice/talked/").JsonAsync()).GetProperty("comments");
        Assert.Equal([first.GetRawText(), second.GetRawText()], comments.EnumerateArray().Select(comment => comment.GetRawText()));
        Assert.Equal("""{"comments":[]}""", (await EmptyAsync()).GetRawText());
    }

    [Theory]
    [InlineData(1, "a", HttpStatusCode.OK)]
    [InlineData(10_240, "a", HttpStatusCode.OK)]
    [InlineData(10_240, "😀", HttpStatusCode.OK)]
    [InlineData(0, "a", HttpStatusCode.BadRequest)]
    [InlineData(10_241, "a", HttpStatusCode.BadRequest)]
    [InlineData(10_241, "😀", HttpStatusCode.BadRequest)]
    public async Task A_comment_has_1_to_10240_code_points(int length, string character, HttpStatusCode expected)
    {
        var package = $"length{length}_{character.Length}";
        await _registry.AddPackageAsync("alice", package, "public");
        var contents = new StringBuilder().Insert(0, character, length).ToString();
        using var bob = _registry.As("bob");

        await bob.PostAsJsonAsync($"/api/comments/alice/{package}/", new { contents }).JsonAsync(expected);

        var stored = await new QuiltRegistryClient(bob).GetCommentsAsync("alice", package);
        Assert.Equal(expected == HttpStatusCode.OK ? [contents] : [], stored.Select(comment => comment.Contents));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"contents": null}""")]
    [InlineData("""{"contents": 1}""")]
    [InlineData("""{"contents": ["a"]}""")]
    [InlineData("""{"contents": "a", "author": "alice"}""")]
    [InlineData("""{"contents": "a\u0000b"}""")]
    [InlineData("""{"contents": "a\ud800b"}""")]
    [InlineData("""["a"]""")]
    [InlineData("")]
    public async Task A_body_that_holds_anything_but_contents_is_refused(string body)
    {
        await _registry.AddPackageAsync("alice", "strict" + TestRegistry.HashOf(body)[..8], "public");
        using var bob = _registry.As("bob");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await bob.PostAsync($"/api/comments/alice/strict{TestRegistry.HashOf(body)[..8]}/", content).MessageAsync(HttpStatusCode.BadRequest);
        Assert.Equal(0L, await _registry.SqlAsync("SELECT count(*) FROM comments c JOIN packages p ON p.id = c.package_id WHERE p.name LIKE 'strict%'"));
    }

    [Theory]
    [InlineData("alice", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("bob", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("carol", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("admin:root", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData(null, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized)]
    public async Task Comments_of_a_private_package_are_for_those_who_see_it(string? user, HttpStatusCode read, HttpStatusCode write)
    {
        var package = "private" + TestRegistry.HashOf(user ?? "nobody")[..8];
        await _registry.AddPackageAsync("alice", package, "bob");
        using var client = _registry.As(user);

        await AnswersAsync(read, () => client.GetAsync($"/api/comments/alice/{package}/"), () => client.GetAsync("/api/comments/alice/nothing/"));
        await AnswersAsync(
            write,
            () => client.PostAsJsonAsync($"/api/comments/alice/{package}/", new { contents = "hello" }),
            () => client.PostAsJsonAsync("/api/comments/alice/nothing/", new { contents = "hello" }));

        async Task AnswersAsync(HttpStatusCode expected, Func<Task<HttpResponseMessage>> there, Func<Task<HttpResponseMessage>> missing)
        {
            var answer = await there().JsonAsync(expected);
            if (expected == HttpStatusCode.NotFound)
            {
                // Apart from its name, a hidden package and none are told apart by nothing.
                Assert.Equal(answer.GetRawText().Replace(package, "nothing", StringComparison.Ordinal), (await missing().JsonAsync(expected)).GetRawText());
            }
        }
    }

    [Fact]
    public async Task The_owner_is_mailed_what_others_say_with_a_link_that_no_request_can_choose()
    {
        await _registry.AddPackageAsync("olga", "mailed", "public");
        using var bob = _registry.As("bob");
        using var olga = _registry.As("olga");
        bob.DefaultRequestHeaders.Host = "evil.example";
        await bob.PostAsJsonAsync("/api/comments/olga/mailed/", new { contents = "<b>Where</b> is it from?" }).JsonAsync();
        await olga.PostAsJsonAsync("/api/comments/olga/mailed/", new { contents = "From Mars." }).JsonAsync();

        var letter = Assert.Single(await mailed.LettersToAsync("olga@example.org"));

        Assert.Equal("bob commented on olga/mailed", letter.Subject);
        Assert.Contains("<b>Where</b> is it from?", letter.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Where", letter.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"{MailedRegistry.Catalog}/package/olga/mailed", letter.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", letter.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_whose_account_is_disabled_is_not_mailed()
    {
        await _registry.AddPackageAsync("disabled_dan", "quiet", "public");
        using var bob = _registry.As("bob");
        await bob.PostAsJsonAsync("/api/comments/disabled_dan/quiet/", new { contents = "Anybody?" }).JsonAsync();
        Assert.Empty(await mailed.LettersToAsync("disabled_dan@example.org"));
    }

    [Fact]
    public async Task Comments_go_with_their_package()
    {
        await _registry.AddPackageAsync("alice", "passing");
        using var alice = _registry.As("alice");
        await alice.PostAsJsonAsync("/api/comments/alice/passing/", new { contents = "old" }).JsonAsync();
        await alice.DeleteAsync("/api/package/alice/passing/").IsDoneAsync();
        await _registry.AddPackageAsync("alice", "passing");

        Assert.Equal("""{"comments":[]}""", (await alice.GetAsync("/api/comments/alice/passing/").JsonAsync()).GetRawText());
    }

    private async Task<JsonElement> EmptyAsync()
    {
        await _registry.AddPackageAsync("alice", "untalked");
        using var alice = _registry.As("alice");
        return await alice.GetAsync("/api/comments/alice/untalked/").JsonAsync();
    }
}
