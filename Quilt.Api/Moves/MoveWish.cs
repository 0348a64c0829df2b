namespace Quilt.Api.Moves;

/// <summary>That packages shall belong to somebody else.</summary>
/// <param name="Owner">Whose they are. The account may be disabled, or gone.</param>
/// <param name="Package">The only one to move; null for all.</param>
/// <param name="To">Whose they shall be.</param>
internal sealed record MoveWish(string Owner, string? Package, string To);
