using BenchmarkDotNet.Running;
using Quilt.Benchmarks.Demo;
using Quilt.Benchmarks.Load;

if (args is ["load", ..])
{
    return await LoadCommand.RunAsync(args);
}

if (args is ["demo", ..])
{
    return await DemoCommand.RunAsync(args);
}

BenchmarkSwitcher.FromAssembly(typeof(LoadCommand).Assembly).Run(args);
return 0;
