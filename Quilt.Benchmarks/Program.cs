using BenchmarkDotNet.Running;
using Quilt.Benchmarks.CatalogPages;
using Quilt.Benchmarks.Demo;
using Quilt.Benchmarks.Load;
using Quilt.Catalog;

if (args is ["load", ..])
{
    return await LoadCommand.RunAsync(args);
}

if (args is ["demo", ..])
{
    return await DemoCommand.RunAsync(args);
}

if (args is ["catalog", ..])
{
    return await CatalogCommand.RunAsync(args);
}

if (args is [CatalogCommand.Host, .. var settings])
{
    await using var catalog = CatalogApplication.Build(settings);
    await catalog.RunAsync();
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(LoadCommand).Assembly).Run(args);
return 0;
