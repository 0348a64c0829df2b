using Npgsql;

namespace Quilt.Api.Packages;

/// <summary>
/// Tells every replica that a package changed. The notice is part of the writer's transaction: it is sent if and only
/// if the change is committed, and losing a cache server can never lose it.
/// </summary>
internal static class PackageChanges
{
    public const string Channel = "quilt_package_changed";

    /// <summary>The statement that announces the change of package <c>@owner/@name</c> at commit.</summary>
    private const string NotifySql = "SELECT pg_notify('" + Channel + "', @owner || '/' || @name)";

    /// <summary>Announces the change at the commit of the batch's transaction.</summary>
    public static void AddNotice(this NpgsqlBatch batch, string owner, string name)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = NotifySql;
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("name", name);
        batch.BatchCommands.Add(command);
    }
}
