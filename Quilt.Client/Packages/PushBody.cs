namespace Quilt.Client;

/// <summary>The body of both calls of a push.</summary>
internal sealed record PushBody(bool DryRun, bool IsPublic, bool IsTeam, PackageNode Contents, string Description, IReadOnlyDictionary<string, long> Sizes);
