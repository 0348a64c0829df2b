using System.Text;
using Quilt.Client;
using Quilt.Tests.Flows;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Catalog.Hostile;

/// <summary>A registry of its own, full of strangers' worst.</summary>
public sealed class HostileScene : IAsyncLifetime
{
    public const string Package = "hostile";
    private const string Harmless = "calm";

    private readonly StandaloneProcess _server = new();
    private readonly Chromium _chromium = new();
    private PythonClient? _owner;

    internal StandaloneProcess Server => _server;

    internal Chromium Chromium => _chromium;

    internal string Owner => _owner!.Name;

    /// <summary>The pages, each with something hostile on it.</summary>
    internal IReadOnlyList<string> Pages { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await _chromium.InitializeAsync();
        await _server.StartAsync();
        _owner = await PythonClient.RegisterAsync(_server, "stranger");
        var pages = new List<string>();
        var files = await HostileFiles.AllAsync();
        await PushFilesAsync(files);
        pages.AddRange(files.Select(file => FilePage(file.Node)));
        await PushNamesAsync();
        pages.AddRange(HostileTexts.Names.Where(name => name != "..").Select(FilePage));
        foreach (var (number, readme) in HostileTexts.Readmes.Index())
        {
            await PushAsync($"readme_{number}", new PackageBuilder().AddFile("README", Encoding.UTF8.GetBytes(readme)));
            pages.Add($"/package/{Owner}/readme_{number}");
        }

        await PushAsync(Harmless, new PackageBuilder().AddFile("README", "# Calm"u8.ToArray()).AddFile("table", Encoding.UTF8.GetBytes("a,b\n1,2\n")));
        await CommentAsync();
        await TagAsync();
        Pages =
        [
            .. pages,
            $"/package/{Owner}/{Package}/files", $"/package/{Owner}/names/files", $"/package/{Owner}/names", $"/package/{Owner}/{Package}",
            $"/package/{Owner}/{Harmless}/comments", $"/package/{Owner}/{Harmless}/revisions", $"/package/{Owner}/{Harmless}", $"/user/{Owner}",
            $"/search?q={Uri.EscapeDataString(HostileTexts.Break)}",
            $"/package/{Owner}/{Harmless}/files/table?row=%22%3E%3Cscript%3E&page=-1",
            $"/package/{Owner}/{Harmless}/files/table?page=99999999999999999999",
            $"/package/{Owner}/{Harmless}/files/{Uri.EscapeDataString(HostileTexts.Script)}",
            $"/package/{Owner}/{Harmless}?tag={Uri.EscapeDataString(HostileTexts.Break)}",
            $"/{Uri.EscapeDataString(HostileTexts.Script)}",
        ];
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _server.DisposeAsync();
    }

    private string FilePage(string node) =>
        $"/package/{Owner}/{(HostileTexts.Names.Contains(node) ? "names" : Package)}/files/{Uri.EscapeDataString(node)}";

    private async Task PushFilesAsync(IReadOnlyList<HostileFile> files)
    {
        var package = new PackageBuilder();
        foreach (var file in files)
        {
            package.AddFile(file.Node, file.Content, file.Metadata);
        }

        await PushAsync(Package, package, files.Where(file => file.IsGzip).Select(file => file.Node).ToHashSet());
    }

    private Task PushNamesAsync()
    {
        var package = new PackageBuilder();
        foreach (var name in HostileTexts.Names)
        {
            package.AddFile(name, Encoding.UTF8.GetBytes("named " + name), new HostileFile(name, name, "").Metadata);
        }

        return PushAsync("names", package);
    }

    /// <summary>All calls of a push; some objects go compressed, as from clients up to 2.8.</summary>
    private async Task PushAsync(string name, PackageBuilder package, IReadOnlySet<string>? compressed = null)
    {
        var registry = _owner!.Registry;
        var hash = PackageHash.Compute(package.Root);
        var push = new PackagePush(package.Root, package.Sizes, IsPublic: true);
        var plan = await registry.DryRunPushAsync(Owner, name, hash, push);
        var squeezed = (compressed ?? new HashSet<string>()).SelectMany(node => package.Root.Children[node].Hashes).ToHashSet();
        var transfer = new PackageTransfer(PythonClient.Storage, parallel: 4);
        await transfer.UploadAsync(Part(plan, hash => squeezed.Contains(hash)), package.Objects, compress: true);
        await transfer.UploadAsync(Part(plan, hash => !squeezed.Contains(hash)), package.Objects);
        await registry.PushAsync(Owner, name, hash, push);
        await registry.SetTagAsync(Owner, name, "latest", hash);
    }

    private static UploadPlan Part(UploadPlan plan, Func<string, bool> chosen) =>
        plan with { UploadUrls = plan.UploadUrls.Where(entry => chosen(entry.Key)).ToDictionary() };

    private async Task CommentAsync()
    {
        foreach (var comment in HostileTexts.Comments)
        {
            await _owner!.Registry.PostCommentAsync(Owner, Harmless, comment[..Math.Min(comment.Length, 10_240)]);
        }
    }

    /// <summary>Tags may be refused for their names; those that are taken must do no harm.</summary>
    private async Task TagAsync()
    {
        var hash = (await _owner!.Registry.GetTagAsync(Owner, Harmless, "latest")).Hash;
        foreach (var name in new[] { "<script>window.canary=1", "\"><img src=x onerror=window.canary=1>", "\u202Egat" })
        {
            try
            {
                await _owner.Registry.SetTagAsync(Owner, Harmless, name, hash);
            }
            catch (RegistryException refused)
            {
                Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.Status);
            }
        }
    }
}
