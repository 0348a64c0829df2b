using System.Net;
using System.Text;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>Pushes at the same time, to one package and to many, and packages that go while they are pushed.</summary>
public sealed class PushConcurrencyTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private const int Pushers = 16;

    private readonly string _package = FlowRegistry.NewName("package");

    private PythonClient User => registry.User;

    [Theory]
    [InlineData(1)]
    [InlineData(Pushers)]
    public async Task First_pushes_of_one_package_at_once_all_succeed(int revisions)
    {
        var contents = Enumerable.Range(0, revisions).Select(number => FlowPackage.Of(("README.md", _package), ("a.csv", $"{_package}{number}"))).ToArray();
        await Task.WhenAll(contents.Select(content => User.UploadAsync(_package, content)));

        var hashes = await Task.WhenAll(Enumerable.Range(0, Pushers).Select(async number =>
        {
            var content = contents[number % revisions];
            return (await User.SendGzipAsync(HttpMethod.Put, User.PathOf(_package, content), content.Body()).JsonAsync()).GetProperty("package_hash").GetString();
        }));

        var log = (await User.SendAsync(HttpMethod.Get, $"/api/log/{User.Name}/{_package}/").JsonAsync()).GetProperty("logs");
        Assert.Equal(hashes.Order(StringComparer.Ordinal), log.Strings("hash").Order(StringComparer.Ordinal));
        Assert.Equal(contents.Select(content => content.Hash).Order(StringComparer.Ordinal), (await User.Registry.GetHashesAsync(User.Name, _package)).Order(StringComparer.Ordinal));
        Assert.Single(await User.Registry.GetPackagesAsync(User.Name), package => package.Name == _package);
        Assert.Equal([User.Name], await User.Registry.GetAccessAsync(User.Name, _package));
        Assert.Equal(Pushers, (await User.Registry.GetTimeSeriesAsync(User.Name, _package, Quilt.Client.PackageEvent.Push)).Total);
    }

    [Fact]
    public async Task Nodes_pushed_at_once_into_a_new_package_are_all_in_it()
    {
        var content = FlowPackage.Of([.. Enumerable.Range(0, Pushers).Select(number => ($"n{number}.csv", $"{_package}{number}"))]);
        await User.UploadAsync(_package, content);

        await Task.WhenAll(Enumerable.Range(0, Pushers).Select(number => User.SendGzipAsync(
            HttpMethod.Post, $"/api/package_update/{User.Name}/{_package}/n{number}", content.NodeBody($"n{number}")).JsonAsync()));

        var latest = (await User.Registry.GetTagAsync(User.Name, _package, "latest")).Hash;
        Assert.Equal(content.Hash, latest);
        Assert.Equal(Pushers, (await User.Registry.GetLogAsync(User.Name, _package)).Count);
        Assert.Equal(Pushers, (await User.Registry.GetTimeSeriesAsync(User.Name, _package, Quilt.Client.PackageEvent.Push)).Total);
        await User.InstallsAsync(User.Name, _package, content);
    }

    [Fact]
    public async Task First_pushes_of_names_that_differ_in_case_leave_one()
    {
        var content = FlowPackage.Of(("a.csv", _package));
        await User.UploadAsync(_package, content);
        string[] names = [_package, _package.ToUpperInvariant()];

        var answers = await Task.WhenAll(Enumerable.Range(0, Pushers).Select(async number =>
        {
            var name = names[number % 2];
            using var answer = await User.SendGzipAsync(HttpMethod.Put, User.PathOf(name, content), content.Body());
            return (Name: name, Status: answer.StatusCode);
        }));

        var made = Assert.Single(await User.Registry.GetPackagesAsync(User.Name), package => names.Contains(package.Name)).Name;
        Assert.All(answers, answer => Assert.Equal(answer.Name == made ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.Status));
    }

    [Fact]
    public async Task Different_packages_are_pushed_side_by_side()
    {
        var shared = FlowPackage.Everything("side by side");

        await Task.WhenAll(Enumerable.Range(0, Pushers).Select(number => User.PushAsync($"{_package}_{number}", shared)));

        for (var number = 0; number < Pushers; number++)
        {
            await User.InstallsAsync(User.Name, $"{_package}_{number}", shared);
        }
    }

    [Fact]
    public async Task A_push_whose_answer_was_lost_is_sent_again()
    {
        var content = FlowPackage.Of(("README.md", _package), ("a.csv", _package + "a"));
        await User.UploadAsync(_package, content);
        var body = Encoding.UTF8.GetBytes(content.Body());
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await RawHttp.OpenAsync(registry.Server.Registry, $"""
                PUT {User.PathOf(_package, content)} HTTP/1.1
                Host: {registry.Server.Registry.Authority}
                Authorization: Bearer {User.Token}
                Content-Type: application/json
                Content-Length: {body.Length}

                """, body: body)).Dispose();
        }

        await User.PushAsync(_package, content);

        Assert.Equal([content.Hash], await User.Registry.GetHashesAsync(User.Name, _package));
        await User.InstallsAsync(User.Name, _package, content);
    }

    [Fact]
    public async Task Versions_at_once_are_given_once()
    {
        var content = FlowPackage.Of(("a.csv", _package));
        await User.PushAsync(_package, content);

        var answers = await Task.WhenAll(Enumerable.Range(0, Pushers).Select(async _ =>
        {
            using var answer = await User.SendAsync(HttpMethod.Put, $"/api/version/{User.Name}/{_package}/1.0", $$"""{"hash":"{{content.Hash}}"}""");
            return answer.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(Pushers - 1, answers.Count(status => status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_package_that_is_deleted_while_it_is_pushed_gives_clean_answers()
    {
        var contents = Enumerable.Range(0, 4).Select(number => FlowPackage.Of(("README.md", _package), ("a.csv", $"{_package}{number}"))).ToArray();
        await Task.WhenAll(contents.Select(content => User.UploadAsync(_package, content)));

        var calls = contents.SelectMany(content => Enumerable.Range(0, 8).SelectMany(_ => (Func<Task<HttpResponseMessage>>[])
        [
            () => User.SendGzipAsync(HttpMethod.Put, User.PathOf(_package, content), content.Body()),
            () => User.SendAsync(HttpMethod.Put, $"/api/tag/{User.Name}/{_package}/latest", $$"""{"hash":"{{content.Hash}}"}"""),
            () => User.SendGzipAsync(HttpMethod.Post, $"/api/package_update/{User.Name}/{_package}/part", contents[0].NodeBody("a")),
            () => User.SendAsync(HttpMethod.Get, $"/api/package/{User.Name}/{_package}/{content.Hash}"),
            () => User.SendAsync(HttpMethod.Get, $"/api/package_preview/{User.Name}/{_package}/{content.Hash}"),
            () => User.SendAsync(HttpMethod.Delete, $"/api/package/{User.Name}/{_package}/"),
        ])).ToArray();
        Random.Shared.Shuffle(calls);
        var answers = await Task.WhenAll(calls.Select(async call =>
        {
            using var answer = await call();
            return (answer.StatusCode, Body: await answer.Content.ReadAsStringAsync());
        }));

        Assert.All(answers, answer => Assert.True(
            answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Conflict, $"{(int)answer.StatusCode}: {answer.Body}"));
        await User.PushAsync(_package, contents[3]);
        await User.InstallsAsync(User.Name, _package, contents[3]);
    }
}
