namespace Quilt.ServiceDefaults.Redis;

/// <summary>The settings of Aspire's Redis client integration that Quilt honours.</summary>
internal sealed class RedisSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }
}
