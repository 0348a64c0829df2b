using System.Security.Cryptography;
using Quilt.Client;

namespace Quilt.Benchmarks.Demo;

/// <summary>Brings the demo into a registry as its users would. Running it again changes nothing that is there.</summary>
internal sealed class DemoRun(Uri address, string admin, string adminPassword, string? ownersPassword, string? database)
{
    private readonly string _password = ownersPassword ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var objects = new HttpClient();
        var anonymous = new QuiltRegistryClient(http);
        var signedIn = await SignInAllAsync(anonymous, cancellation);

        var pushes = new List<DemoPush>();
        foreach (var package in DemoPackages.All)
        {
            var owner = signedIn[package.Owner];
            pushes.AddRange(await PushAsync(owner, new PackageTransfer(objects), package, cancellation));
            await ShareAsync(signedIn, package, cancellation);
            Console.WriteLine($"{package.FullName}: {package.Revisions} revisions");
        }

        if (database is not null)
        {
            await DemoPast.WriteAsync(database, pushes, cancellation);
        }

        Console.WriteLine($"{DemoPackages.All.Count} packages of {signedIn.Count - 1} owners. The owners' password: {_password}");
    }

    private async Task<Dictionary<string, QuiltRegistryClient>> SignInAllAsync(QuiltRegistryClient anonymous, CancellationToken cancellation)
    {
        var signedIn = new Dictionary<string, QuiltRegistryClient>(StringComparer.Ordinal)
        {
            [admin] = anonymous.WithBearer(await anonymous.LoginAsync(admin, adminPassword, cancellation)),
        };
        var known = (await signedIn[admin].GetUsersAsync(cancellation)).Select(user => user.Username).ToHashSet(StringComparer.Ordinal);
        foreach (var owner in DemoPackages.All.Select(package => package.Owner).Distinct())
        {
            if (!known.Contains(owner))
            {
                await anonymous.RegisterAsync(owner, _password, $"{owner}@example.com", cancellation);
            }

            signedIn[owner] = anonymous.WithBearer(await anonymous.LoginAsync(owner, _password, cancellation));
        }

        return signedIn;
    }

    private static async Task<IReadOnlyList<DemoPush>> PushAsync(QuiltRegistryClient owner, PackageTransfer transfer, DemoPackage package, CancellationToken cancellation)
    {
        var there = (await owner.GetPackagesAsync(package.Owner, cancellation)).Any(known => known.Name == package.Name)
            ? await owner.GetHashesAsync(package.Owner, package.Name, cancellation)
            : [];
        var pushes = new List<DemoPush>();
        for (var revision = 1; revision <= package.Revisions; revision++)
        {
            var builder = await DemoContents.BuildAsync(package, revision, cancellation);
            var hash = PackageHash.Compute(builder.Root);
            pushes.Add(new DemoPush(package, revision, hash));
            if (there.Contains(hash))
            {
                continue;
            }

            var push = new PackagePush(builder.Root, builder.Sizes, IsPublic: package.IsPublic, Description: DemoContents.MessageOf(package, revision));
            var plan = await owner.DryRunPushAsync(package.Owner, package.Name, hash, push, cancellation);
            await transfer.UploadAsync(plan, builder.Objects, cancellationToken: cancellation);
            await owner.PushAsync(package.Owner, package.Name, hash, push, cancellation);
            await owner.SetTagAsync(package.Owner, package.Name, "latest", hash, cancellation);
        }

        await NameAsync(owner, pushes, cancellation);
        return pushes;
    }

    /// <summary>Versions for every other revision, and a tag for the one that people are to rely on.</summary>
    private static async Task NameAsync(QuiltRegistryClient owner, List<DemoPush> pushes, CancellationToken cancellation)
    {
        var package = pushes[0].Package;
        var there = (await owner.GetVersionsAsync(package.Owner, package.Name, cancellation)).Select(version => version.Version).ToHashSet(StringComparer.Ordinal);
        foreach (var push in pushes.Where(push => push.Revision % 2 == 0 && !there.Contains(push.Version)))
        {
            await owner.AddVersionAsync(package.Owner, package.Name, push.Version, push.Hash, cancellation);
        }

        if (pushes.Count > 2)
        {
            await owner.SetTagAsync(package.Owner, package.Name, "stable", pushes[^2].Hash, cancellation);
        }
    }

    private static async Task ShareAsync(Dictionary<string, QuiltRegistryClient> signedIn, DemoPackage package, CancellationToken cancellation)
    {
        var owner = signedIn[package.Owner];
        foreach (var friend in package.SharedWith)
        {
            if (!await owner.HasAccessAsync(package.Owner, package.Name, friend, cancellation))
            {
                await owner.GrantAccessAsync(package.Owner, package.Name, friend, cancellation);
            }
        }

        if (package.Comments.Count == 0 || (await owner.GetCommentsAsync(package.Owner, package.Name, cancellation)).Count > 0)
        {
            return;
        }

        foreach (var (author, text) in package.Comments)
        {
            await signedIn[author].PostCommentAsync(package.Owner, package.Name, text, cancellation);
        }
    }
}
