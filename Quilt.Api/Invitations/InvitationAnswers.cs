using System.Text.Json.Serialization;

namespace Quilt.Api.Invitations;

internal sealed record InvitationList(IReadOnlyList<InvitationListItem> Invitations);

/// <param name="Package">The package's name, without its owner.</param>
/// <param name="Email">The address as the owner wrote it.</param>
/// <param name="InvitedAt">ISO 8601 with offset.</param>
internal sealed record InvitationListItem(long InvitationId, string Owner, string Package, string Email, DateTimeOffset InvitedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InvitationList))]
internal sealed partial class InvitationJson : JsonSerializerContext;
