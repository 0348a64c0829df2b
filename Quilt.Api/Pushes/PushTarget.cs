namespace Quilt.Api.Pushes;

/// <summary>Where a push goes.</summary>
/// <param name="Owner">The package's owner.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Path">Names from the top to where a node is placed; null where a whole package is pushed.</param>
internal sealed record PushTarget(string Owner, string Package, IReadOnlyList<string>? Path);
