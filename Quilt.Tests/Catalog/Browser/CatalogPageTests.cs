namespace Quilt.Tests.Catalog.Browser;

/// <summary>Every page of the catalog, held against <see cref="PageRules"/> as those see it who may come to it.</summary>
[Collection(CatalogScene.Collection)]
public sealed class CatalogPageTests(CatalogScene scene)
{
    /// <summary>Who looks at a page.</summary>
    public enum Who
    {
        /// <summary>Somebody who is not signed in.</summary>
        Stranger,

        /// <summary>A member with nothing of their own.</summary>
        Member,

        /// <summary>The owner of the packages.</summary>
        Owner,

        /// <summary>An administrator.</summary>
        Admin,
    }

    /// <summary>A page as one person sees it: its route, who looks, the address where it differs from the route, the status.</summary>
    private static readonly (string Route, Who Who, string? Address, int Status)[] Rows =
    [
        ("/", Who.Stranger, null, 200),
        ("/", Who.Owner, null, 200),
        ("/activation_error", Who.Stranger, null, 200),
        ("/audit/{Owner}", Who.Admin, "/audit/{owner}", 200),
        ("/audit/{Owner}", Who.Member, "/audit/{owner}", 403),
        ("/audit/{Owner}/{Name}", Who.Admin, "/audit/{owner}/{public}", 200),
        ("/audit/{Owner}/{Name}", Who.Admin, "/audit/nobody/nothing", 200),
        ("/code", Who.Owner, null, 200),
        ("/failure", Who.Stranger, null, 404),
        ("/package/{Owner}", Who.Stranger, "/package/{owner}", 200),
        ("/package/{Owner}/{Name}", Who.Stranger, "/package/{owner}/{public}", 200),
        ("/package/{Owner}/{Name}", Who.Stranger, "/package/{owner}/{private}", 404),
        ("/package/{Owner}/{Name}", Who.Member, "/package/{owner}/{private}", 200),
        ("/package/{Owner}/{Name}", Who.Owner, "/package/{owner}/{public}", 200),
        ("/package/{Owner}/{Name}/access", Who.Owner, "/package/{owner}/{private}/access", 200),
        ("/package/{Owner}/{Name}/access", Who.Member, "/package/{owner}/{private}/access", 200),
        ("/package/{Owner}/{Name}/access", Who.Admin, "/package/{owner}/{private}/access", 404),
        ("/package/{Owner}/{Name}/access/{Who:regex(^(public|team)$)}", Who.Owner, "/package/{owner}/{private}/access/public", 200),
        ("/package/{Owner}/{Name}/access/{Who:regex(^(public|team)$)}", Who.Owner, "/package/{owner}/{public}/access/public", 200),
        ("/package/{Owner}/{Name}/access/{Who:regex(^(public|team)$)}", Who.Member, "/package/{owner}/{private}/access/public", 403),
        ("/package/{Owner}/{Name}/activity", Who.Stranger, "/package/{owner}/{public}/activity", 200),
        ("/package/{Owner}/{Name}/activity", Who.Stranger, "/package/{owner}/{private}/activity", 404),
        ("/package/{Owner}/{Name}/activity", Who.Stranger, "/package/{owner}/{public}/activity?from=90", 200),
        ("/package/{Owner}/{Name}/comments", Who.Stranger, "/package/{owner}/{public}/comments", 200),
        ("/package/{Owner}/{Name}/comments", Who.Owner, "/package/{owner}/{private}/comments", 200),
        ("/package/{Owner}/{Name}/comments", Who.Stranger, "/package/{owner}/{private}/comments", 404),
        ("/package/{Owner}/{Name}", Who.Stranger, "/package/{owner}/{public}?hash={first}", 200),
        ("/package/{Owner}/{Name}", Who.Stranger, "/package/{owner}/{public}?tag=nope", 404),
        ("/package/{Owner}/{Name}/compare", Who.Stranger, "/package/{owner}/{public}/compare", 200),
        ("/package/{Owner}/{Name}/compare/{Range}", Who.Stranger, "/package/{owner}/{public}/compare/1.0.0...latest", 200),
        ("/package/{Owner}/{Name}/compare/{Range}", Who.Stranger, "/package/{owner}/{public}/compare/latest...latest", 200),
        ("/package/{Owner}/{Name}/compare/{Range}", Who.Stranger, "/package/{owner}/{public}/compare/nope...latest", 404),
        ("/package/{Owner}/{Name}/files", Who.Stranger, "/package/{owner}/{public}/files", 200),
        ("/package/{Owner}/{Name}/files", Who.Stranger, "/package/{owner}/{private}/files", 404),
        ("/package/{Owner}/{Name}/files/{*Path}", Who.Stranger, "/package/{owner}/{public}/files/data", 200),
        ("/package/{Owner}/{Name}/files/{*Path}", Who.Stranger, "/package/{owner}/{public}/files/data/readings?hash={first}", 200),
        ("/package/{Owner}/{Name}/files/{*Path}", Who.Stranger, "/package/{owner}/{public}/files/data/station", 200),
        ("/package/{Owner}/{Name}/files/{*Path}", Who.Stranger, "/package/{owner}/{public}/files/README", 200),
        ("/package/{Owner}/{Name}/files/{*Path}", Who.Stranger, "/package/{owner}/{public}/files/no/such", 404),
        ("/package/{Owner}/{Name}/revisions", Who.Stranger, "/package/{owner}/{public}/revisions", 200),
        ("/package/{Owner}/{Name}/settings", Who.Owner, "/package/{owner}/{public}/settings", 200),
        ("/package/{Owner}/{Name}/settings", Who.Member, "/package/{owner}/{public}/settings", 403),
        ("/package/{Owner}/{Name}/settings", Who.Admin, "/package/{owner}/{private}/settings", 404),
        ("/profile", Who.Owner, null, 200),
        ("/profile", Who.Member, null, 200),
        ("/profile/admin", Who.Admin, null, 200),
        ("/profile/admin", Who.Member, null, 403),
        ("/profile/admin/members/{Name}", Who.Admin, "/profile/admin/members/{member}", 200),
        ("/profile/admin/members/{Name}", Who.Admin, "/profile/admin/members/admin", 200),
        ("/profile/admin/members/{Name}", Who.Admin, "/profile/admin/members/nobody", 404),
        ("/profile/admin/packages", Who.Admin, null, 200),
        ("/profile/admin/policies", Who.Admin, null, 200),
        ("/search", Who.Stranger, "/search?q=weather", 200),
        ("/search", Who.Stranger, "/search?q=nothinglikeit", 200),
        ("/search", Who.Stranger, "/search?q=weather&owner=nobody&sort=newest", 200),
        ("/search", Who.Member, null, 200),
        ("/signin/ended", Who.Stranger, null, 200),
        ("/signin/failed", Who.Stranger, null, 200),
        ("/signin/leave", Who.Member, null, 200),
        ("/signin/leave", Who.Stranger, null, 200),
        ("/status/{Code:int}", Who.Stranger, "/no/such/page", 404),
        ("/user/{Owner}/activity", Who.Owner, "/user/{owner}/activity", 200),
        ("/user/{Owner}/activity", Who.Stranger, "/user/nobody/activity", 200),
        ("/user/{Owner}", Who.Owner, "/user/{owner}", 200),
        ("/user/{Owner}", Who.Member, "/user/{member}", 200),
        ("/user/{Owner}", Who.Stranger, "/user/nobody", 200),
    ];

    public static TheoryData<int, string> Table()
    {
        var table = new TheoryData<int, string>();
        for (var row = 0; row < Rows.Length; row++)
        {
            table.Add(row, $"{Rows[row].Who} at {Rows[row].Address ?? Rows[row].Route}");
        }

        return table;
    }

    [Fact]
    public async Task Every_page_of_the_catalog_has_a_row() =>
        Assert.Equal(await CatalogRoutes.PagesAsync(), Rows.Select(row => row.Route).Distinct().Order(StringComparer.Ordinal));

    [BrowserTheory]
    [MemberData(nameof(Table))]
    public async Task A_page_keeps_the_rules_of_all_pages(int row, string name)
    {
        var (route, who, address, status) = Rows[row];

        await PageRules.HoldAsync(await VisitorAsync(who), scene.Browser.At(Fill(address ?? route)), status, Picture(row, name));
    }

    private Task<Visitor> VisitorAsync(Who who) => who switch
    {
        Who.Member => scene.Browser.VisitorAsync(scene.Member),
        Who.Owner => scene.Browser.VisitorAsync(scene.Owner),
        Who.Admin => scene.Browser.AdminAsync(),
        _ => scene.Browser.StrangerAsync(),
    };

    private string Fill(string address) => address
        .Replace("{owner}", scene.Owner.Name, StringComparison.Ordinal)
        .Replace("{member}", scene.Member.Name, StringComparison.Ordinal)
        .Replace("{public}", scene.Public, StringComparison.Ordinal)
        .Replace("{private}", scene.Private, StringComparison.Ordinal)
        .Replace("{first}", scene.Revisions[0], StringComparison.Ordinal)
        .Replace("{second}", scene.Revisions[1], StringComparison.Ordinal);

    private static string Picture(int row, string name) => $"{row:00}-{string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}";
}
