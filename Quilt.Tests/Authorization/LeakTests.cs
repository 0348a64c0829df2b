using System.Diagnostics;

namespace Quilt.Tests.Authorization;

/// <summary>A private package is, for whoever may not see it, a package that does not exist: in every answer, header by header.</summary>
public abstract class LeakTests(Scene scene)
{
    private static readonly string UnknownHash = new('0', 64);

    /// <summary>The calls about a package that some kind of logged-in caller has no part in.</summary>
    public static TheoryData<string> PackageRoutes => [.. AuthorizationTable.Rows.Where(row => row.IsAboutPackage).Select(row => row.Route)];

    /// <summary>The calls that answer with lists or look-ups of several packages.</summary>
    public static TheoryData<string> OtherRoutes => [.. AuthorizationTable.Rows.Where(row => !row.IsAboutPackage && row.Expected.Other == 200).Select(row => row.Route)];

    // What a curious caller varies: what is there and what is not, under the package it asks for.
    private static readonly (string Query, Dictionary<string, string> Change)[] Variants =
    [
        ("", []),
        ("?subpath=a&meta_only=", []),
        ("?subpath=wrong&meta_only=1", []),
        ("", new() { ["hash"] = UnknownHash, ["tag"] = "wrong", ["version"] = "9.9", ["user"] = "public", ["type"] = "delete", ["path"] = "b/c" }),
        ("", new() { ["hash"] = "short", ["tag"] = "LATEST", ["version"] = "1.0.0", ["user"] = Scene.Owner, ["type"] = "INSTALL", ["path"] = "a/b" }),
        ("", new() { ["version"] = "not a version", ["user"] = "nobody_at_all", ["type"] = "wrong" }),
        ("", new() { ["user"] = "someone@example.org" }),
        ("?path=a&tag=latest", []),
        ("?path=wrong&hash=" + UnknownHash, []),
        ("?from=1.0&to=latest&version=9.9", []),
    ];

    [Theory]
    [MemberData(nameof(PackageRoutes))]
    public async Task A_private_package_answers_as_a_missing_one(string route)
    {
        var row = AuthorizationTable.Rows.Single(row => row.Route == route);
        var (package, missing) = (await scene.PushAsync(), scene.NewName());
        foreach (var caller in CallerKinds.All.Where(caller => row.Expected.Of(caller) != 200))
        {
            foreach (var (query, change) in Variants)
            {
                using var hidden = await row.SendAsync(scene, caller, package, query, change);
                using var absent = await row.SendAsync(scene, caller, missing, query, change);

                Assert.Equal((caller, await Answered.ReadAsync(absent, missing)), (caller, await Answered.ReadAsync(hidden, package)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(OtherRoutes))]
    public async Task No_list_shows_a_private_package(string route)
    {
        var row = AuthorizationTable.Rows.Single(row => row.Route == route);
        var package = await scene.PushAsync();
        foreach (var caller in (CallerKind[])[CallerKind.Anonymous, CallerKind.Other])
        {
            using var answer = await row.SendAsync(scene, caller, package, route is "GET /api/search" or "GET /api/find" or "GET /api/suggest" ? "?q=" + package : "");
            var body = await answer.Content.ReadAsStringAsync();

            Assert.DoesNotContain(package, body, StringComparison.Ordinal);
            Assert.DoesNotContain(scene.Content.Hash, body, StringComparison.Ordinal);
            Assert.DoesNotContain(scene.Content.ObjectHashes[0], body, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Medians of many calls in turn, so that what else the machine does falls on both alike. The bound is wide: it is to
    /// find a look-up that only one of the two makes and that costs as much as the call itself.
    /// </summary>
    [Theory]
    [InlineData("GET /api/tag/{owner}/{package}/{tag}")]
    [InlineData("GET /api/package/{owner}/{package}/{hash}")]
    [InlineData("GET /api/comments/{owner}/{package}")]
    [InlineData("DELETE /api/package/{owner}/{package}")]
    public async Task A_private_package_takes_as_long_as_a_missing_one(string route)
    {
        var row = AuthorizationTable.Rows.Single(row => row.Route == route);
        var names = (Private: await scene.PushAsync(), Missing: scene.NewName());
        var (hidden, absent) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < 300; i++)
        {
            hidden.Add(await TimeAsync(row, names.Private));
            absent.Add(await TimeAsync(row, names.Missing));
        }

        var (one, other) = (Median(hidden), Median(absent));
        Assert.True(one < (other * 2) + TimeSpan.FromMilliseconds(1) && other < (one * 2) + TimeSpan.FromMilliseconds(1), $"private {one}, missing {other}");
    }

    [Fact]
    public async Task Whoever_has_access_finds_it_in_the_lists()
    {
        var package = await scene.PushAsync();
        foreach (var route in (string[])["GET /api/package/{owner}", "GET /api/search", "GET /api/find", "GET /api/suggest", "GET /api/activity/{owner}", "POST /api/get_objects"])
        {
            var row = AuthorizationTable.Rows.Single(row => row.Route == route);
            using var answer = await row.SendAsync(scene, CallerKind.Granted, package, route is "GET /api/search" or "GET /api/find" or "GET /api/suggest" ? "?q=" + package : "");

            Assert.Contains(route == "POST /api/get_objects" ? scene.Content.ObjectHashes[0] : package, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private async Task<TimeSpan> TimeAsync(Row row, string package)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await row.SendAsync(scene, CallerKind.Other, package);
        return Stopwatch.GetElapsedTime(start);
    }
}

/// <inheritdoc/>
public sealed class OpenLeakTests(OpenScene scene) : LeakTests(scene), IClassFixture<OpenScene>;

/// <inheritdoc/>
public sealed class ClosedLeakTests(ClosedScene scene) : LeakTests(scene), IClassFixture<ClosedScene>;
