namespace Quilt.Tests.Standalone;

/// <summary>Tests that share one running registry and leave it running.</summary>
[CollectionDefinition(Name)]
public sealed class SharedStandalone : ICollectionFixture<StandaloneProcess>
{
    public const string Name = "One running registry";
}
