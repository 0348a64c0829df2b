namespace Quilt.ServiceDefaults.PublicAddresses;

/// <summary>The parts of Quilt that have a public address.</summary>
public enum QuiltService
{
    /// <summary>The registry API (port 5000 unless configured).</summary>
    Registry,

    /// <summary>The sign-in service (port 5002 unless configured).</summary>
    Auth,

    /// <summary>The web catalog (port 3000 unless configured).</summary>
    Catalog,

    /// <summary>The S3-compatible object store (port 5001 unless configured).</summary>
    Objects,
}
