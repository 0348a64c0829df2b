namespace Quilt.Api.Model;

/// <summary>A user who may see a package. The pseudo-users <c>public</c> and <c>team</c> are flags of the package instead.</summary>
internal sealed class AccessGrant
{
    public long PackageId { get; set; }

    public required string UserName { get; set; }

    public DateTime GrantedAt { get; set; }
}
