using BenchmarkDotNet.Running;
using Quilt.Benchmarks.Load;

if (args is ["load", ..])
{
    return await LoadCommand.RunAsync(args);
}

BenchmarkSwitcher.FromAssembly(typeof(LoadCommand).Assembly).Run(args);
return 0;
