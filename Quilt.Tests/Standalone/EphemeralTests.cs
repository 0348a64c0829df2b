namespace Quilt.Tests.Standalone;

public sealed class EphemeralTests
{
    [Fact]
    public async Task An_ephemeral_registry_leaves_nothing_behind_and_cleans_up_after_a_killed_one()
    {
        using var killed = StandaloneRun.Launch(Arguments());
        await killed.StartedAsync();
        var abandoned = DataFolder(killed);
        await killed.KillAsync();
        Assert.True(Directory.Exists(abandoned));

        using var next = StandaloneRun.Launch(Arguments());
        await next.StartedAsync();

        Assert.False(Directory.Exists(abandoned));
        Assert.Equal(0, await next.StopAsync());
        Assert.False(Directory.Exists(DataFolder(next)));
    }

    private static string[] Arguments() =>
        ["--ephemeral", "--port", $"{FreePorts.Next()}", "--objects-port", $"{FreePorts.Next()}", "--auth-port", $"{FreePorts.Next()}", "--catalog-port", $"{FreePorts.Next()}"];

    private static string DataFolder(StandaloneRun run) =>
        run.Output.Split('\n').Single(line => line.Contains("Data folder", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
}
