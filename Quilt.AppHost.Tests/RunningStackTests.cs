using System.Diagnostics;
using System.Security.Cryptography;
using Quilt.Client;

namespace Quilt.AppHost.Tests;

/// <summary>The stack as it really runs, where a container engine is found.</summary>
public sealed class RunningStackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [ContainerFact]
    public async Task A_package_is_pushed_to_the_running_stack_and_installed_from_it()
    {
        using var patience = new CancellationTokenSource(Patience);

        // Volumes and containers of this run only; ports and passwords of its own.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Quilt_AppHost>(
            ["--Quilt:PersistentContainers=false", "--Quilt:ApiReplicas=2", "--DcpPublisher:RandomizePorts=true"], patience.Token);
        foreach (var container in builder.Resources.OfType<ContainerResource>())
        {
            foreach (var volume in container.Annotations.OfType<ContainerMountAnnotation>().ToArray())
            {
                container.Annotations.Remove(volume);
            }
        }

        await using var app = await builder.BuildAsync(patience.Token);
        await app.StartAsync(patience.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("catalog", WaitBehavior.StopOnResourceUnavailable, patience.Token);

        using var http = app.CreateHttpClient("api", "http");
        var anonymous = new QuiltRegistryClient(http);
        var registry = anonymous.WithBearer(await anonymous.LoginAsync("admin", "quilt", patience.Token));
        var content = "a,b\n1,2\n"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var root = PackageNode.Root(new Dictionary<string, PackageNode> { ["data"] = PackageNode.File([hash]) });
        var package = PackageHash.Compute(root);
        var push = new PackagePush(root, new Dictionary<string, long> { [hash] = content.Length });
        using var storage = new HttpClient();
        var transfer = new PackageTransfer(storage);

        var plan = await registry.DryRunPushAsync("admin", "tried", package, push, patience.Token);
        await transfer.UploadAsync(plan, new Dictionary<string, ObjectContent> { [hash] = ObjectContent.From(content) }, cancellationToken: patience.Token);
        await registry.PushAsync("admin", "tried", package, push, patience.Token);
        await registry.SetTagAsync("admin", "tried", "latest", package, patience.Token);
        var install = await registry.InstallAsync("admin", "tried", (await registry.GetTagAsync("admin", "tried", "latest", patience.Token)).Hash, cancellationToken: patience.Token);

        Assert.Equal(content, await storage.GetByteArrayAsync(new Uri(install.Urls[hash]), patience.Token));
        using var catalog = app.CreateHttpClient("catalog", "http");
        Assert.Contains("Quilt", await catalog.GetStringAsync(new Uri("/", UriKind.Relative), patience.Token), StringComparison.Ordinal);
    }
}

/// <summary>A test that needs a container engine, and skips itself where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContainerFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasEngine = new(() => Answers("docker") || Answers("podman"));

    public ContainerFactAttribute()
    {
        if (!HasEngine.Value)
        {
            Skip = "No container engine answers (docker or podman).";
        }
    }

    private static bool Answers(string engine)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(engine, "info") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(TimeSpan.FromSeconds(20)))
            {
                return process.ExitCode == 0;
            }

            process.Kill();
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
