namespace Quilt.Benchmarks.Load;

/// <summary>What clients ask of a registry, from the smallest question to the largest push.</summary>
internal sealed class Scenarios(RegistryConnection connection, PackageUploads uploads)
{
    private const int SearchablePackages = 20;

    private readonly Dictionary<int, PackageTree> _standing = [];

    private LoadOptions Options => connection.Options;

    public IEnumerable<Scenario> All =>
    [
        Simple("health", Options.Concurrency, 0, _ => Get("/healthcheck", anonymous: true)),
        Simple("tag-anonymous", Options.Concurrency, 10, _ => Get($"/api/tag/{Options.User}/{Standing(10)}/latest", anonymous: true)),
        Simple("tag-user", Options.Concurrency, 10, _ => Get($"/api/tag/{Options.User}/{Standing(10)}/latest")),
        Simple("install-10", Options.Concurrency, 10, Install),
        Simple("install-1000", Options.Concurrency, 1_000, Install),
        Simple("install-20000", 4, 20_000, Install),
        DryRun(1_000, Options.Concurrency),
        DryRun(20_000, 4),
        Push(1_000, most: 20, concurrency: 4),
        Push(20_000, most: 3, concurrency: 1),
        PushAgain(1_000, 4),
        PushAgain(20_000, 1),
        PushChanged(1_000, most: 20, concurrency: 1),
        PushChanged(20_000, most: 5, concurrency: 1),
        Search("search", _ => "weather station"),
        Search("search-new", NewQuery),
        Simple("preview-1000", Options.Concurrency, 1_000, objects => Get($"/api/package_preview/{Options.User}/{Standing(objects)}/{_standing[objects].Hash}")),
        new("login", Math.Min(4, Options.Concurrency), _ => Task.FromResult(new RequestSource(_ => connection.LoginRequest()))),
    ];

    private HttpRequestMessage Get(string path, bool anonymous = false) => connection.Request(HttpMethod.Get, path, anonymous: anonymous);

    private HttpRequestMessage Install(int objects) => Get($"{uploads.PathOf(Standing(objects), _standing[objects])}?subpath=&meta_only=");

    private string Standing(int objects) => uploads.Seed($"standing{objects}");

    private Scenario Simple(string name, int concurrency, int objects, Func<int, HttpRequestMessage> make) =>
        new(name, concurrency, async cancellation =>
        {
            await StandAsync(objects, cancellation);
            return new(_ => make(objects));
        });

    // Packages that many scenarios only read are pushed once.
    private async Task StandAsync(int objects, CancellationToken cancellation)
    {
        if (objects > 0 && !_standing.ContainsKey(objects))
        {
            var tree = new PackageTree(uploads.Seed($"standing{objects}"), objects);
            await uploads.PushAsync(Standing(objects), tree, cancellation);
            _standing.Add(objects, tree);
        }
    }

    private Scenario DryRun(int objects, int concurrency) => new($"dryrun-{objects}", concurrency, _ =>
    {
        var name = uploads.Seed($"dry{objects}");
        var tree = new PackageTree(name, objects);
        var (path, body) = (uploads.PathOf(name, tree), tree.GzipBody(dryRun: true));
        return Task.FromResult(new RequestSource(_ => uploads.PushRequest(path, body)));
    });

    private Scenario Push(int objects, int most, int concurrency) => Prepared($"push-{objects}", most, concurrency, async (index, cancellation) =>
    {
        var name = uploads.Seed($"new{objects}_{index}");
        var tree = new PackageTree(name, objects);
        await uploads.UploadAsync(name, tree, cancellation);
        return (uploads.PathOf(name, tree), tree.GzipBody(dryRun: false));
    });

    private Scenario PushAgain(int objects, int concurrency) => new($"again-{objects}", concurrency, async cancellation =>
    {
        // One package each for those under way at once: pushes to the same package wait for each other.
        var tree = new PackageTree(uploads.Seed($"again{objects}"), objects);
        var paths = new string[concurrency];
        for (var i = 0; i < concurrency; i++)
        {
            var name = uploads.Seed($"again{objects}_{i}");
            await uploads.PushAsync(name, tree, cancellation);
            paths[i] = uploads.PathOf(name, tree);
        }

        var body = tree.GzipBody(dryRun: false);
        return new(index => uploads.PushRequest(paths[index % concurrency], body));
    });

    private Scenario PushChanged(int objects, int most, int concurrency) => Prepared($"changed-{objects}", most, concurrency, async (index, cancellation) =>
    {
        var name = uploads.Seed($"changed{objects}");
        if (index == 0)
        {
            await uploads.PushAsync(name, new(name, objects), cancellation);
        }

        var tree = new PackageTree(name, objects, $"variant {index}");
        await uploads.UploadAsync(name, tree, cancellation);
        return (uploads.PathOf(name, tree), tree.GzipBody(dryRun: false));
    });

    // Pushes that can be made once each: as many as are prepared in six times the time they may take.
    private Scenario Prepared(
        string name, int most, int concurrency, Func<int, CancellationToken, Task<(string Path, byte[] Body)>> prepare) =>
        new(name, concurrency, async cancellation =>
        {
            var pushes = new List<(string Path, byte[] Body)>();
            var started = TimeProvider.System.GetTimestamp();
            while (pushes.Count < most && (pushes.Count == 0 || TimeProvider.System.GetElapsedTime(started) < Options.Duration * 6))
            {
                pushes.Add(await prepare(pushes.Count, cancellation));
            }

            return new(index => uploads.PushRequest(pushes[index].Path, pushes[index].Body), pushes.Count);
        });

    private Scenario Search(string name, Func<int, string> query) => new(name, Options.Concurrency, async cancellation =>
    {
        for (var i = 0; i < SearchablePackages; i++)
        {
            var package = uploads.Seed($"weather{i}");
            await uploads.PushAsync(package, new(package, 10), cancellation);
        }

        return new(index => Get("/api/search/?q=" + Uri.EscapeDataString(query(index))));
    });

    /// <summary>A query that finds all packages and that nobody asked before: five of the words that all of them hold, in an order of its own.</summary>
    private static string NewQuery(int index)
    {
        List<string> words = ["weather", "station", "hourly", "measurements", "load", "test", "readme", "group", "file", "measure", "hour", "measured"];
        var query = new List<string>();
        for (var number = index; query.Count < 5; number /= words.Count + 1)
        {
            var next = number % words.Count;
            query.Add(words[next]);
            words.RemoveAt(next);
        }

        return string.Join(' ', query);
    }
}
