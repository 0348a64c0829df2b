namespace Quilt.ServiceDefaults.Database;

/// <summary>The settings of Aspire's Npgsql client integration that Quilt honours.</summary>
internal sealed class DatabaseSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableRetry { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    public bool DisableMetrics { get; set; }

    /// <summary>Seconds a command may take, or null for the driver's default.</summary>
    public int? CommandTimeout { get; set; }
}
