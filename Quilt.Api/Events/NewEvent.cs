using Quilt.Api.Model;

namespace Quilt.Api.Events;

/// <summary>Something that just happened, about to be recorded.</summary>
/// <param name="Type">What happened.</param>
/// <param name="UserName">Who did it; empty for anonymous callers.</param>
/// <param name="Owner">The package's owner.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Hash">The package hash, 32 bytes, or null.</param>
/// <param name="Extra">JSON with what else is to know, or null.</param>
/// <param name="CreatedAt">When, in UTC.</param>
internal sealed record NewEvent(EventType Type, string UserName, string Owner, string Package, byte[]? Hash, string? Extra, DateTime CreatedAt);
