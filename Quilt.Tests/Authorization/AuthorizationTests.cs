using Quilt.Tests.OpenApi;

namespace Quilt.Tests.Authorization;

/// <summary>Every route of the running application, asked by every kind of caller; and every answer held against the OpenAPI document.</summary>
public abstract class AuthorizationTests(Scene scene)
{
    public static TheoryData<string> Routes => [.. AuthorizationTable.Rows.Select(row => row.Route)];

    /// <summary>The routes whose answer depends on who may see the package.</summary>
    public static TheoryData<string> SharedRoutes => [.. AuthorizationTable.Rows.Where(row => row.Expected.Shared != row.Expected).Select(row => row.Route)];

    [Theory]
    [MemberData(nameof(Routes))]
    public Task Each_caller_gets_what_the_table_says(string route) => CheckAsync(route, isShared: false, row => row.Expected);

    [Theory]
    [MemberData(nameof(SharedRoutes))]
    public Task What_is_shared_with_all_is_there_for_all_who_are_let_in(string route) => CheckAsync(route, isShared: true, row => row.Expected.Shared);

    private async Task CheckAsync(string route, bool isShared, Func<Row, Expected> expectation)
    {
        var row = AuthorizationTable.Rows.Single(row => row.Route == route);
        var expected = scene.IsOpen ? expectation(row) : expectation(row).Closed;
        var package = await scene.PushAsync(isShared);
        var wrong = new List<string>();
        var before = await scene.ReadStateAsync(package);
        foreach (var caller in CallerKinds.All)
        {
            if (caller == CallerKind.Owner && row.IsAboutPackage && expected.Granted != 200)
            {
                Assert.Equal(before, await scene.ReadStateAsync(package));
            }

            using var answer = await row.SendAsync(scene, caller, package);
            var body = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode != expected.Of(caller))
            {
                wrong.Add($"{caller}: {(int)answer.StatusCode} instead of {expected.Of(caller)}: {body}");
            }
            else if (AnswerCheck.FindProblem(row.Operation, answer, body) is { } problem)
            {
                wrong.Add($"{caller}: {(int)answer.StatusCode} is not as the document says: {problem}: {body}");
            }
        }

        Assert.True(wrong.Count == 0, $"{route}\n{string.Join('\n', wrong)}");
    }
}

/// <inheritdoc/>
public sealed class OpenAuthorizationTests(OpenScene scene) : AuthorizationTests(scene), IClassFixture<OpenScene>;

/// <inheritdoc/>
public sealed class ClosedAuthorizationTests(ClosedScene scene) : AuthorizationTests(scene), IClassFixture<ClosedScene>;

/// <summary>The table against the routes of the application.</summary>
public sealed class AuthorizationTableTests
{
    [Fact]
    public void Every_route_has_a_row_and_every_row_a_route()
    {
        var rows = AuthorizationTable.Rows.Select(row => row.Route).ToList();
        var missing = RegistryContract.Routes.Except(rows).Select(route => $"{route} has no row: say in {nameof(AuthorizationTable)} who gets what from it.");
        var stale = rows.Except(RegistryContract.Routes).Select(route => $"{route} is not mapped any more: take its row out of {nameof(AuthorizationTable)}.");

        Assert.Empty(missing.Concat(stale));
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }
}
