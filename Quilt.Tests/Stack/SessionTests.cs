using Quilt.Tests.Flows;

namespace Quilt.Tests.Stack;

/// <summary>A browser's sessions at catalog and sign-in belong to no replica.</summary>
[Collection(StackSharing.Name)]
public sealed class SessionTests(StackFixture stack)
{
    [StackFact]
    public async Task A_person_signs_in_while_every_request_goes_to_another_replica()
    {
        using var browser = new PlainBrowser();

        await stack.SignInAsync(browser);

        var replicas = new HashSet<string>();
        for (var visit = 0; visit < 4; visit++)
        {
            await browser.GoAsync(new Uri(stack.Catalog, "/code"));
            Assert.Contains("id=\"login-code\"", browser.Html, StringComparison.Ordinal);
            replicas.Add(browser.Replica);
        }

        Assert.Equal(stack.Catalogs.Select(catalog => catalog.Name).ToHashSet(), replicas);
    }

    [StackFact]
    public async Task Sessions_outlive_the_replicas_that_began_them()
    {
        using var before = new PlainBrowser();
        await stack.SignInAsync(before);
        await Task.WhenAll(stack.Catalogs[0].KillAsync(), stack.Auths[0].KillAsync());
        try
        {
            await stack.Balancer.TakesPartAsync("catalog", 1);
            await stack.Balancer.TakesPartAsync("auth", 1);

            await IsSignedInAsync(before);
            using var meanwhile = new PlainBrowser();
            await stack.SignInAsync(meanwhile);
            await IsSignedInAsync(meanwhile);
        }
        finally
        {
            stack.Catalogs[0].Start();
            stack.Auths[0].Start();
            await stack.EverythingRunsAsync();
        }

        // The replicas that are new read the same keys as those that were there all the time.
        await Task.WhenAll(stack.Catalogs[1].KillAsync(), stack.Auths[1].KillAsync());
        try
        {
            await stack.Balancer.TakesPartAsync("catalog", 1);
            await stack.Balancer.TakesPartAsync("auth", 1);
            await IsSignedInAsync(before);
        }
        finally
        {
            stack.Catalogs[1].Start();
            stack.Auths[1].Start();
            await stack.EverythingRunsAsync();
        }
    }

    [StackFact]
    public async Task Signing_out_ends_the_session_on_every_replica()
    {
        using var browser = new PlainBrowser();
        await stack.SignInAsync(browser);
        await IsSignedInAsync(browser);

        await browser.GoAsync(new Uri(stack.Auth, "/signout"));
        await browser.SubmitAsync();

        foreach (var _ in stack.Catalogs)
        {
            await browser.GoAsync(new Uri(stack.Catalog, "/code"));
            Assert.DoesNotContain("id=\"login-code\"", browser.Html, StringComparison.Ordinal);
        }

        await browser.GoAsync(new Uri(stack.Registry, "/login"));
        Assert.Equal(stack.Auth.Port, browser.Address.Port);
        Assert.Equal("", browser.Code);
    }

    private async Task IsSignedInAsync(PlainBrowser browser)
    {
        await browser.GoAsync(new Uri(stack.Catalog, "/code"));
        Assert.Equal(stack.Catalog.Port, browser.Address.Port);
        Assert.Contains("id=\"login-code\"", browser.Html, StringComparison.Ordinal);
    }
}
