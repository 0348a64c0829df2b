using System.Text;
using System.Text.RegularExpressions;
using Quilt.Tests.Flows;
using Quilt.Tests.Stack;

namespace Quilt.Tests.Telemetry;

/// <summary>What a collector hears of the stack: one trace through all services, counts of what happens, and no secret.</summary>
[Collection(StackSharing.Name)]
public sealed partial class TelemetryTests(StackFixture stack)
{
    private readonly string _package = FlowRegistry.NewName("seen");

    [StackFact]
    public async Task One_trace_leads_from_the_catalog_through_the_registry_to_database_and_object_store()
    {
        var user = await stack.AdminAsync();
        await user.PushAsync(_package, FlowPackage.Of(("README.md", "# traced")), isPublic: true);
        using var browser = new PlainBrowser();

        await browser.GoAsync(new Uri(stack.Catalog, $"/package/admin/{_package}/files/README"));

        Assert.Contains("traced", browser.Html, StringComparison.Ordinal);
        var page = await SpanAsync(span => span.Service == "catalog" && PathOf(span).EndsWith($"{_package}/files/README", StringComparison.Ordinal));
        await SpanAsync(span => span.TraceId == page.TraceId && span.Service == "api" && PathOf(span).Contains(_package, StringComparison.Ordinal));
        await SpanAsync(span => span.TraceId == page.TraceId && span.Service == "api" && span.Source == "Npgsql");
        await SpanAsync(span => span.TraceId == page.TraceId && span.Service == "objects");
    }

    [StackFact]
    public async Task A_push_is_traced_to_the_object_store()
    {
        var user = await stack.AdminAsync();

        await user.PushAsync(_package, FlowPackage.Of(("README.md", "# stored")));

        var push = await SpanAsync(span => span.Service == "api" && PathOf(span).StartsWith($"/api/package/admin/{_package}/", StringComparison.Ordinal)
            && stack.Telemetry.Spans.Any(other => other.TraceId == span.TraceId && other.Service == "objects"));
        await SpanAsync(span => span.TraceId == push.TraceId && span.Source == "Npgsql");
    }

    [StackFact]
    public async Task A_sign_in_through_the_registry_is_one_trace_with_that_of_the_sign_in_service()
    {
        await stack.AdminAsync();

        var call = await SpanAsync(span => span.Service == "auth" && PathOf(span) == "/api/login");
        await SpanAsync(span => span.TraceId == call.TraceId && span.Service == "api" && PathOf(span) == "/api/login");
        await SpanAsync(span => span.TraceId == call.TraceId && span.Service == "auth" && span.Source == "Npgsql");
    }

    [StackFact]
    public async Task Pushes_installs_addresses_and_bytes_are_counted()
    {
        var package = FlowPackage.Of(("README.md", "# counted"), ("data.csv", "0123456789"));
        var user = await stack.AdminAsync(stack.Registries[0].Address);
        await user.PushAsync(_package, package);
        var before = stack.Telemetry.Points.Count();

        await user.InstallsAsync("admin", _package, package);

        await PointAsync("quilt.pushes", point => point.Value > 0 && point.Tags["quilt.client"] == "cli");
        await PointAsync("quilt.installs", point => point.Value > 0 && point.Tags["quilt.client"] == "cli");
        await PointAsync("quilt.pushed", point => point.Value >= 19);
        await PointAsync("quilt.installed", point => point.Value >= 19);
        await PointAsync("quilt.objects.presigned", point => point.Value >= 2 && point.Tags["http.request.method"] == "PUT");
        await PointAsync("quilt.objects.presigned", point => point.Value >= 2 && point.Tags["http.request.method"] == "GET");
        await PointAsync("quilt.cache.lookups", point => point.Value > 0 && point.Tags["quilt.cache"] == "packages" && point.Tags["quilt.cache.hit"] == "True");
        await PointAsync("quilt.cache.lookups", point => point.Value > 0 && point.Tags["quilt.cache"] == "tokens" && point.Tags["quilt.cache.hit"] == "False");

        // The install waited for the database a moment, and waits no more.
        await PointAsync("quilt.events.queued", point => point.Value == 0 && point.Instance == stack.Registries[0].Name, before);
    }

    /// <summary>Nothing is dropped while the database is there, so that this one is never sent.</summary>
    private const string NeverSent = "quilt.events.dropped";

    [StackFact]
    public async Task Every_metric_that_the_operations_page_and_the_dashboard_speak_of_is_sent()
    {
        var package = FlowPackage.Of(("README.md", "# watched"));
        var user = await stack.AdminAsync();
        await user.PushAsync(_package, package);
        await user.InstallsAsync("admin", _package, package);
        var named = (await File.ReadAllLinesAsync(Repository.PathOf("docs", "operations.md")))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => NamePattern().Matches(line.Split('|')[1]))
            .Select(match => match.Value).Where(name => name != NeverSent).ToList();
        var shown = ExpressionPattern().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs", "grafana-dashboard.json"))).Select(match => match.Value).ToHashSet();

        foreach (var name in named)
        {
            await ArrivesAsync(() => stack.Telemetry.Metrics.FirstOrDefault(metric => metric == name), name);
        }

        var written = stack.Telemetry.Metrics.Append(NeverSent).Select(name => name.Replace('.', '_')).ToList();
        Assert.True(named.Count > 10);
        Assert.NotEmpty(shown);
        Assert.All(shown, name => Assert.Contains(written, metric => name.StartsWith(metric, StringComparison.Ordinal)));
    }

    [StackFact]
    public async Task No_secret_reaches_the_collector()
    {
        var package = FlowPackage.Of(("README.md", "# secret"));
        var user = await stack.AdminAsync();
        var upload = Assert.Single((await user.Registry.DryRunPushAsync("admin", _package, package.Hash, package.ToPush())).UploadUrls).Value;
        using var absent = await PythonClient.Storage.SendAsync(new HttpRequestMessage(HttpMethod.Head, upload.Head));
        using var stored = await PythonClient.Storage.PutAsync(upload.Put, new ByteArrayContent(package.Content.Values.Single()));
        await user.PushAsync(_package, package);
        var install = await user.Registry.InstallAsync("admin", _package, package.Hash);
        await ObjectWire.DownloadAsync(install.Urls.Values.Single(), install.Sizes.Values.Single());
        using var browser = new PlainBrowser();
        await browser.GoAsync(new Uri(stack.Registry, "/login"));
        await browser.SubmitAsync(StackFixture.Credentials);
        var tokens = await user.Registry.GetTokensAsync(browser.Code);
        using var mailed = await user.SendAsync(HttpMethod.Get, "/activate/a-link-that-was-mailed");
        using var reset = new HttpClient();
        using var page = await reset.GetAsync(new Uri(stack.Catalog, "/reset_password/another-link-that-was-mailed"));
        using var confirmed = await reset.GetAsync(new Uri(stack.Auth, "/confirm_email/a-third-link-that-was-mailed"));
        var signatures = ((string[])[upload.Head, upload.Put, .. install.Urls.Values]).Select(url => url[(url.LastIndexOf('=') + 1)..]);
        string[] secrets =
        [
            .. StackFixture.Secrets, user.Token!, browser.Code, tokens.AccessToken, tokens.RefreshToken,
            "a-link-that-was-mailed", "another-link-that-was-mailed", "a-third-link-that-was-mailed", .. signatures,
        ];

        // What was done after these calls arrives after them, from each of the replicas.
        var mark = FlowRegistry.NewName("mark");
        foreach (var replica in stack.Registries)
        {
            using var last = await PythonClient.At(replica.Address).SendAsync(HttpMethod.Get, $"/api/package/admin/{mark}{replica.Name[^1]}/");
            await SpanAsync(span => PathOf(span) == $"/api/package/admin/{mark}{replica.Name[^1]}/");
        }

        await SpanAsync(span => PathOf(span) == "/activate/Redacted" && span.Service == "api");
        await SpanAsync(span => span.Service == "auth" && PathOf(span).EndsWith("/Redacted", StringComparison.Ordinal));
        foreach (var received in stack.Telemetry.Received)
        {
            var text = Encoding.Latin1.GetString(received);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("(?<=`)[a-z._]+(?=`)")]
    private static partial Regex NamePattern();

    [GeneratedRegex("(?<!by \\([a-z_, ]*)\\b(?:quilt|http_server|http_client|db_client|dotnet)_[a-z_]+(?=[{)\\[])")]
    private static partial Regex ExpressionPattern();

    private static string PathOf(ReceivedSpan span) => span.Tags.GetValueOrDefault("url.path") ?? "";

    private Task<ReceivedSpan> SpanAsync(Func<ReceivedSpan, bool> isIt) => ArrivesAsync(() => stack.Telemetry.Spans.FirstOrDefault(isIt));

    private Task<ReceivedPoint> PointAsync(string metric, Func<ReceivedPoint, bool> isIt, int after = 0) =>
        ArrivesAsync(() => stack.Telemetry.Points.Skip(after).FirstOrDefault(point => point.Metric == metric && isIt(point)));

    private static async Task<T> ArrivesAsync<T>(Func<T?> find, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(find))] string what = "")
        where T : class
    {
        var patience = DateTime.UtcNow.AddSeconds(30);
        while (DateTime.UtcNow < patience)
        {
            if (find() is { } found)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Did not arrive: {what}");
    }
}
