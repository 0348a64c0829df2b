using Quilt.Api.Model;

namespace Quilt.Api.Events;

/// <summary>Something that just happened, about to be recorded.</summary>
/// <param name="Type">What happened.</param>
/// <param name="By">Who did it, and from where.</param>
/// <param name="Owner">The package's owner; empty where no package is concerned.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Hash">The package hash, 32 bytes, or null.</param>
/// <param name="Extra">JSON with what else is to know, or null.</param>
/// <param name="CreatedAt">When, in UTC.</param>
internal sealed record NewEvent(EventType Type, Actor By, string Owner, string Package, byte[]? Hash, string? Extra, DateTime CreatedAt);
