using System.Text;
using Parquet;
using Parquet.Schema;
using Quilt.Client;

namespace Quilt.Benchmarks.CatalogPages;

/// <summary>The packages whose pages are measured; they are deleted at the end.</summary>
internal sealed class MeasuredPackages(QuiltRegistryClient registry, string owner, HttpClient storage)
{
    public const int Files = 20_000;
    public const int Rows = 2_000_000;

    private readonly string _run = $"pages{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():x}";
    private readonly List<string> _pushed = [];

    /// <summary>A package as people have them: a README with a table, and some files.</summary>
    public async Task<string> UsualAsync(CancellationToken cancellation)
    {
        var package = new PackageBuilder().AddFile("README", Encoding.UTF8.GetBytes(Readme));
        for (var i = 0; i < 30; i++)
        {
            package.AddFile($"data/part_{i:00}", Encoding.UTF8.GetBytes($"hour,degrees\n{i},11.5\n"));
        }

        return await PushAsync("usual", package, cancellation);
    }

    /// <summary>A package of a folder with very many files.</summary>
    public async Task<string> ManyFilesAsync(CancellationToken cancellation)
    {
        var package = new PackageBuilder();
        for (var i = 0; i < Files; i++)
        {
            package.AddFile($"file_{i:000000}", Encoding.UTF8.GetBytes($"{_run} {i % 100}"));
        }

        return await PushAsync("many", package, cancellation);
    }

    /// <summary>A package of a long table, in row groups as other writers make them by default.</summary>
    public async Task<string> LongTableAsync(CancellationToken cancellation)
    {
        const int GroupSize = 1_000_000;
        var fields = new DataField[] { new DataField<long>("id"), new DataField<double>("height"), new DataField<double>("width"), new DataField<double>("depth"), new DataField<string>("species") };
        string[] names = ["setosa", "versicolor", "virginica"];
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, cancellationToken: cancellation))
        {
            for (var start = 0; start < Rows; start += GroupSize)
            {
                var range = Enumerable.Range(start, GroupSize).ToArray();
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<long>(fields[0], range.Select(row => (long)row).ToArray(), cancellationToken: cancellation);
                for (var field = 1; field < 4; field++)
                {
                    await group.WriteAsync<double>(fields[field], range.Select(row => Math.Sin(row * field)).ToArray(), cancellationToken: cancellation);
                }

                await group.WriteAsync(fields[4], range.Select(row => names[row % 3]).ToArray());
            }
        }

        return await PushAsync("long", new PackageBuilder().AddFile("table", file.ToArray()), cancellation);
    }

    public async Task DeleteAllAsync()
    {
        foreach (var package in _pushed)
        {
            await registry.DeletePackageAsync(owner, package);
        }
    }

    private async Task<string> PushAsync(string what, PackageBuilder package, CancellationToken cancellation)
    {
        var name = $"{_run}_{what}";
        var hash = PackageHash.Compute(package.Root);
        var push = new PackagePush(package.Root, package.Sizes, IsPublic: true);
        var plan = await registry.DryRunPushAsync(owner, name, hash, push, cancellation);
        await new PackageTransfer(storage).UploadAsync(plan, package.Objects, cancellationToken: cancellation);
        await registry.PushAsync(owner, name, hash, push, cancellation);
        _pushed.Add(name);
        await registry.SetTagAsync(owner, name, "latest", hash, cancellation);
        return name;
    }

    private const string Readme = """
        # Weather

        Hourly measurements of **twelve stations** since 1961, with what is known of their instruments.

        | column | unit | meaning |
        | --- | --- | --- |
        | `hour` | | of the day, UTC |
        | `degrees` | °C | air temperature, two metres above the ground |
        | `rain` | mm | since the hour before |

        ## Source

        - Collected by the stations themselves
        - Corrected in spring, see [the report](https://example.org/report)

        ```python
        from quilt.data.weather import hourly
        hourly.data.part_00()
        ```
        """;
}
