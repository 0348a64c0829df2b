using System.Text.Json.Serialization;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Audit;

internal sealed record AuditEvents(IReadOnlyList<AuditEvent> Events);

/// <summary>Something that happened.</summary>
/// <param name="Created">Unix seconds.</param>
/// <param name="User">Who did it; empty for anonymous callers, never null.</param>
/// <param name="Type"><c>PUSH</c>, <c>INSTALL</c>, <c>PREVIEW</c>, <c>DELETE</c>; among security events others.</param>
/// <param name="PackageOwner">Empty where no package is concerned.</param>
/// <param name="PackageName">The package's name, without its owner.</param>
/// <param name="PackageHash">The revision concerned, or null.</param>
/// <param name="Extra">A JSON object with what else is to know, or null.</param>
internal sealed record AuditEvent(double Created, string User, string Type, string PackageOwner, string PackageName, string? PackageHash, [property: Schema(AuditEvent.ExtraSchema)] RawJson? Extra)
{
    private const string ExtraSchema = """
        { "description": "What else is to know, or null.", "type": ["object", "null"], "additionalProperties": {} }
        """;

    /// <summary>How a type is called on the wire.</summary>
    public static string NameOf(EventType type) => type switch
    {
        EventType.Push => "PUSH",
        EventType.Install => "INSTALL",
        EventType.Preview => "PREVIEW",
        EventType.Delete => "DELETE",
        EventType.AccessGranted => "ACCESS_GRANTED",
        EventType.AccessRevoked => "ACCESS_REVOKED",
        EventType.InvitationSent => "INVITATION_SENT",
        EventType.InvitationWithdrawn => "INVITATION_WITHDRAWN",
        EventType.InvitationAccepted => "INVITATION_ACCEPTED",
        EventType.TagSet => "TAG_SET",
        EventType.TagDeleted => "TAG_DELETED",
        EventType.VersionCreated => "VERSION_CREATED",
        EventType.AdminRead => "ADMIN_READ",
        EventType.PackageMoved => "PACKAGE_MOVED",
        _ => throw new InvalidOperationException($"The database holds an event of type {type}, which this version does not know."),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AuditEvents))]
internal sealed partial class AuditJson : JsonSerializerContext;
