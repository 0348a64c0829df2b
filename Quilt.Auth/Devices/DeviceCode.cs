using System.Collections.Immutable;

namespace Quilt.Auth.Devices;

/// <summary>The request of a machine that waits for a person's decision.</summary>
/// <param name="ClientId">Which application asks.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Scopes">What it asks for.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Address">The address that the request came from.</param>
/// <param name="Agent">What the machine says of itself.</param>
internal sealed record DeviceCode(string ClientId, string Name, ImmutableArray<string> Scopes, DateTimeOffset? AskedAt, string Address, string Agent);

/// <param name="Code">The request, if the code was right.</param>
/// <param name="RetryAfter">How long to wait, if nothing was looked up because of too many wrong codes.</param>
internal sealed record DeviceCodeResult(DeviceCode? Code, TimeSpan? RetryAfter);
