using System.Globalization;
using Quilt.Auth.Limits;
using static Quilt.Tests.Authorization.Expected;

namespace Quilt.Tests.Authorization;

/// <summary>Every route of the registry and who gets what from it. A route without a row here fails a test.</summary>
internal static class AuthorizationTable
{
    public static readonly IReadOnlyList<Row> Rows =
    [
        new("GET /api/package/{owner}", Readers),
        new("GET /api/package/{owner}/{package}", WhoSeesIt),
        new("DELETE /api/package/{owner}/{package}", OnlyTheOwner),
        new("GET /api/package/{owner}/{package}/{hash}", WhoSeesIt),
        new("PUT /api/package/{owner}/{package}/{hash}", OnlyTheOwner) { Body = (scene, _) => Task.FromResult(scene.Content.Body()) },
        new("POST /api/package_update/{owner}/{package}/{path}", OnlyTheOwner) { Body = (scene, _) => Task.FromResult(scene.Content.NodeBody("a")) },
        new("GET /api/package_preview/{owner}/{package}/{hash}", WhoSeesIt),
        new("GET /api/package_timeseries/{owner}/{package}/{type}", WhoSeesIt),
        new("GET /api/recent_packages", Readers),
        new("GET /api/search", Readers),
        new("GET /api/profile", Members),

        new("GET /api/revision/{owner}/{package}", WhoSeesIt),
        new("GET /api/tree/{owner}/{package}", WhoSeesIt),
        new("GET /api/object/{owner}/{package}", WhoSeesIt) { Query = "?path=a" },
        new("GET /api/compare/{owner}/{package}", WhoSeesIt) { Query = "?from=latest&to=1.0" },
        new("GET /api/zip/{owner}/{package}", WhoSeesIt),
        new("GET /api/activity/{owner}/{package}", WhoSeesIt),
        new("GET /api/activity/{owner}", Readers),
        new("GET /api/find", Readers),
        new("GET /api/suggest", Readers),

        new("POST /api/get_objects", Readers) { Body = (scene, _) => Task.FromResult($"[\"{scene.Content.ObjectHashes[0]}\"]") },
        new("GET /api/blob/{owner}/{hash}", OnlyTheOwner),

        new("GET /api/log/{owner}/{package}", WhoSeesIt),
        new("POST /api/log", Readers) { Body = (_, _) => Task.FromResult("""[{"type":"build"}]""") },

        new("GET /api/tag/{owner}/{package}", WhoSeesIt),
        new("GET /api/tag/{owner}/{package}/{tag}", WhoSeesIt),
        new("PUT /api/tag/{owner}/{package}/{tag}", OnlyTheOwner) { Body = HashAsync },
        new("DELETE /api/tag/{owner}/{package}/{tag}", OnlyTheOwner),

        new("GET /api/version/{owner}/{package}", WhoSeesIt),
        new("GET /api/version/{owner}/{package}/{version}", WhoSeesIt),
        new("PUT /api/version/{owner}/{package}/{version}", OnlyTheOwner) { Values = With("version", "2.0"), Body = HashAsync },

        new("GET /api/access/{owner}/{package}", MembersWhoSeeIt),
        new("GET /api/access/{owner}/{package}/{user}", OnlyTheOwner),
        new("PUT /api/access/{owner}/{package}/{user}", OnlyTheOwner) { Values = With("user", Scene.Other) },
        new("DELETE /api/access/{owner}/{package}/{user}", OnlyTheOwner),

        new("GET /api/invite", Members),
        new("GET /api/invite/{owner}/{package}", OnlyTheOwner),
        new("GET /api/comments/{owner}/{package}", WhoSeesIt),
        new("POST /api/comments/{owner}/{package}", MembersWhoSeeIt) { Body = (_, _) => Task.FromResult("""{"contents":"Nice."}""") },

        new("POST /api/token", Everybody(401)) { Form = With("refresh_token", "no such code") },
        new("GET /api/code", Members),
        new("POST /api/login", Everybody(200)) { Body = (_, _) => Task.FromResult($$"""{"username":"{{Scene.Owner}}","password":"correct horse"}""") },
        new("POST /api/logout", Members) { EndsToken = true },
        new("POST /api/refresh", Members) { EndsToken = true },
        new("GET /api/me", Members),
        new("POST /api/register", Everybody(200)) { Body = (scene, _) => Task.FromResult(Account(scene.NewName(), ""","password":"correct horse" """)) },
        new("POST /api/reset_password", Everybody(200)) { Pause = AttemptCounts.Window, Body = (_, _) => Task.FromResult("""{"email":"nobody@example.org"}""") },
        new("POST /api/change_password", Everybody(401)) { Body = (_, _) => Task.FromResult("""{"password":"correct horse","link":"no such link"}""") },
        new("GET /activate/{link}", Everybody(302)) { Values = With("link", "no_such_link") },
        new("GET /login", Everybody(302)),

        new("GET /api/tokens", Members),
        new("POST /api/tokens", Members) { Body = (_, _) => Task.FromResult("""{"name":"ci","scopes":["read"]}""") },
        new("DELETE /api/tokens/{id}", Members with { Other = 404, Granted = 404, Owner = 404, Admin = 404 }) { Values = With("id", NoSuchId) },
        new("POST /api/token/exchange", Everybody(401)) { Body = (_, package) => Task.FromResult($$"""{"package":"{{Scene.Owner}}/{{package}}","token":"no.such.token"}""") },
        new("GET /api/publishers/{owner}/{package}", OnlyTheOwner),
        new("POST /api/publishers/{owner}/{package}", OnlyTheOwner) { Body = (_, _) => Task.FromResult("""{"github":{"repository":"octo/data"}}""") },
        new("DELETE /api/publishers/{owner}/{package}/{id}", OnlyTheOwner with { Owner = 404 }) { Values = With("id", NoSuchId) },

        new("GET /api/users/list", Admins),
        new("GET /api/users/list_detailed", Admins),
        new("POST /api/users/create", Admins) { Body = (scene, _) => Task.FromResult(Account(scene.NewName(), "")) },
        new("POST /api/users/disable", Admins) { Body = UserAsync },
        new("POST /api/users/enable", Admins) { Body = UserAsync },
        new("POST /api/users/delete", Admins) { Body = UserAsync },
        new("POST /api/users/reset_password", Admins) { Body = UserAsync },
        new("GET /api/admin/package_list/{owner}", Admins),
        new("GET /api/admin/package_summary", Admins),
        new("GET /api/admin/policy", Admins),
        new("POST /api/admin/move_packages", Admins) { Body = (scene, _) => Task.FromResult($$"""{"owner":"{{scene.NewName()}}","to":"{{Scene.Other}}"}""") },
        new("GET /api/audit/{user}", Admins),
        new("GET /api/audit/{owner}/{package}", Admins),

        new("POST /api/payments/update_plan", Members with { Other = 404, Granted = 404, Owner = 404, Admin = 404 }),
        new("POST /api/payments/update_payment", Members with { Other = 404, Granted = 404, Owner = 404, Admin = 404 }),
        new("GET /healthcheck", Everybody(200)),
        new("GET /robots.txt", Everybody(200)),
        new("/health", Everybody(200)),
        new("/alive", Everybody(200)),
        new("GET /openapi/v1.json", Everybody(200)),
        new("GET /docs/{documentName?}", Everybody(200)),
        new("GET /docs/scalar.js", Everybody(200)),
        new("GET /docs/scalar.aspnetcore.js", Everybody(200)),
        new("GET /docs/favicon.svg", Everybody(200)),
    ];

    private const string NoSuchId = "11111111-2222-4333-8444-555555555555";

    private static Dictionary<string, string> With(string name, string value) => new() { [name] = value };

    private static Task<string> HashAsync(Scene scene, string package) => Task.FromResult($$"""{"hash":"{{scene.Content.Hash}}"}""");

    private static async Task<string> UserAsync(Scene scene, string package) => $$"""{"username":"{{await scene.NewUserAsync()}}"}""";

    private static string Account(string name, string more) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"username":"{{name}}","email":"{{name}}@example.org"{{more}}}""");
}
