using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Quilt.Client;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Stack;

/// <summary>Parts of the stack go away and come back; the rest goes on, and nothing that was acknowledged is lost.</summary>
[Collection(StackSharing.Name)]
public sealed class OutageTests(StackFixture stack)
{
    private const int Enough = 12;

    private readonly string _package = FlowRegistry.NewName("outage");

    [StackFact]
    public async Task A_replica_killed_while_clients_push_loses_nothing_that_was_acknowledged()
    {
        var user = await stack.AdminAsync();
        var acknowledged = new ConcurrentDictionary<string, FlowPackage>();
        using var stop = new CancellationTokenSource();
        var pushers = Enumerable.Range(0, 4).Select(pusher => PushOnAsync(user, pusher, acknowledged, stop.Token)).ToArray();

        await HasAsync(acknowledged, Enough);
        await stack.Registries[1].KillAsync();
        await HasAsync(acknowledged, acknowledged.Count + Enough);
        await stop.CancelAsync();
        await Task.WhenAll(pushers);

        await Parallel.ForEachAsync(acknowledged, async (entry, _) => await user.InstallsAsync("admin", entry.Key, entry.Value));
        stack.Registries[1].Start();
        await stack.EverythingRunsAsync();
        var revived = await stack.AdminAsync(stack.Registries[1].Address);
        var last = acknowledged.First();
        await revived.InstallsAsync("admin", last.Key, last.Value);
    }

    [StackFact]
    public async Task Without_Redis_everything_goes_on_and_the_catalog_says_so()
    {
        var user = await stack.AdminAsync();
        using var browser = new PlainBrowser();
        await stack.SignInAsync(browser);
        await stack.Redis.StopAsync();
        try
        {
            await user.PushAsync(_package, FlowPackage.Of(("a.csv", "without Redis")), isPublic: true);
            foreach (var _ in stack.Catalogs)
            {
                await browser.GoAsync(new Uri(stack.Catalog, $"/package/admin/{_package}"));
                Assert.Contains(_package, browser.Html, StringComparison.Ordinal);
            }

            using var another = new PlainBrowser();
            await stack.SignInAsync(another);
            foreach (var catalog in stack.Catalogs)
            {
                Assert.Equal("Degraded", await catalog.HealthyAsync());
            }
        }
        finally
        {
            await stack.Redis.StartAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        foreach (var catalog in stack.Catalogs)
        {
            while (await catalog.HealthyAsync() != "Healthy")
            {
                await Task.Delay(50, patience.Token);
            }
        }

        await browser.GoAsync(new Uri(stack.Catalog, $"/package/admin/{_package}"));
    }

    [StackFact]
    public async Task Without_Postgres_calls_are_refused_with_a_sentence_and_all_is_there_when_it_is_back()
    {
        FlowPackage[] packages = [FlowPackage.Of(("a.csv", "before")), FlowPackage.Of(("a.csv", "after"))];
        var user = await stack.AdminAsync();
        await user.PushAsync(_package, packages[0]);
        await stack.Postgres.StopAsync();
        try
        {
            foreach (var registry in stack.Registries)
            {
                using var answer = await PythonClient.At(registry.Address, "admin", user.Token).SendAsync(HttpMethod.Get, $"/api/log/admin/{_package}/");
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
                Assert.NotEqual("", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("message").GetString());
                await registry.AnswersAsync("/health", HttpStatusCode.ServiceUnavailable);
                await registry.AnswersAsync("/alive", HttpStatusCode.OK);
            }
        }
        finally
        {
            await stack.Postgres.StartAsync();
        }

        await stack.EverythingRunsAsync();

        // Each replica listens to the other again, or it would keep an old tag.
        await user.InstallsAsync("admin", _package, packages[0]);
        await (await stack.AdminAsync(stack.Registries[0].Address)).PushAsync(_package, packages[1]);
        foreach (var registry in stack.Registries)
        {
            await (await stack.AdminAsync(registry.Address)).InstallsAsync("admin", _package, packages[1]);
        }

        // So does sign-in with its followers: a logout on one is heard by both.
        await user.Registry.LogoutAsync();
        foreach (var registry in stack.Registries)
        {
            await RefusesAsync(registry, user);
        }
    }

    /// <summary>Pushes one package after the other, and again what was not acknowledged.</summary>
    private async Task PushOnAsync(PythonClient user, int pusher, ConcurrentDictionary<string, FlowPackage> acknowledged, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var name = $"{_package}_{pusher}_{number}";
            var package = FlowPackage.Of(("README.md", name), ("a.csv", name + "a"));
            while (!await TryPushAsync(user, name, package))
            {
                await Task.Delay(50, CancellationToken.None);
            }

            acknowledged[name] = package;
        }
    }

    private static async Task<bool> TryPushAsync(PythonClient user, string name, FlowPackage package)
    {
        try
        {
            await user.PushAsync(name, package);
            return true;
        }
        catch (Exception refused) when (refused is HttpRequestException or IOException or RegistryException { Error.Status: 502 or 503 })
        {
            return false;
        }
    }

    private static async Task HasAsync(ConcurrentDictionary<string, FlowPackage> acknowledged, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (acknowledged.Count < count)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task RefusesAsync(ServiceProcess registry, PythonClient user)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var client = PythonClient.At(registry.Address, "admin", user.Token);
        while (true)
        {
            using var answer = await client.SendAsync(HttpMethod.Get, "/api/profile");
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                return;
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
