namespace Quilt.Api.Model;

/// <summary>Access to a package for whoever signs in with an e-mail address, until they do.</summary>
internal sealed class Invitation
{
    public long Id { get; set; }

    public long PackageId { get; set; }

    /// <summary>The address as the owner wrote it.</summary>
    public required string Email { get; set; }

    /// <summary>The address in lower case, by which it is found.</summary>
    public required string EmailKey { get; set; }

    public DateTime InvitedAt { get; set; }
}
