namespace Quilt.Standalone.Postgres;

/// <summary>
/// The settings of the embedded server, given on its command line: a data folder carries none, so a newer Quilt can
/// change them.
/// </summary>
internal static class ServerSettings
{
    private static readonly (string Name, string Value)[] Common =
    [
        ("cluster_name", "quilt"),
        ("max_connections", "100"),
        // Modest: the operating system caches the same files, and the whole product shall stay small at rest.
        ("shared_buffers", "96MB"),
        ("work_mem", "8MB"),
        ("maintenance_work_mem", "64MB"),
        ("effective_cache_size", "1GB"),
        ("random_page_cost", "1.1"),
        // Short queries on few cores: compiling them costs more than it saves, and no one query shall take every core.
        ("jit", "off"),
        ("max_parallel_workers_per_gather", "0"),
        ("wal_compression", "on"),
        ("max_wal_size", "2GB"),
        ("checkpoint_timeout", "15min"),
        ("log_checkpoints", "off"),
        ("log_line_prefix", "%m [%p] "),
        ("log_timezone", "UTC"),
        ("timezone", "UTC"),
        // The output goes to us, who write it to a file that is rolled over.
        ("log_destination", "stderr"),
        ("logging_collector", "off"),
        ("password_encryption", "scram-sha-256"),
    ];

    private static readonly (string Name, string Value)[] Durable =
    [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
    ];

    private static readonly (string Name, string Value)[] ThrowAway =
    [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
    ];

    /// <summary>The server's arguments.</summary>
    public static IEnumerable<string> Arguments(string cluster, ServerAddress address, bool ephemeral) =>
    [
        "-D", cluster,
        .. Common.Concat(ephemeral ? ThrowAway : Durable).Concat(address.Settings).SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" }),
    ];
}
