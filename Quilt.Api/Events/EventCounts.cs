using System.Runtime.InteropServices;
using Npgsql;
using Quilt.Api.Model;

namespace Quilt.Api.Events;

/// <summary>
/// Counts events in the transaction that writes them: overviews of a whole registry read these few rows instead of
/// millions of events (see <see cref="PackageEventCount"/> for whose row is whose).
/// </summary>
internal static class EventCounts
{
    /// <summary>One probe of the primary key for each row, always in the order of the keys, so that no two writers wait for each other in a circle.</summary>
    private const string PackageSql = """
        INSERT INTO package_event_counts AS c (package_owner, package_name, type, user_name, count, latest)
        SELECT * FROM unnest(@owners, @packages, @types, @users, @counts, @latest)
        ON CONFLICT (package_owner, package_name, type, user_name)
        DO UPDATE SET count = c.count + excluded.count, latest = greatest(c.latest, excluded.latest)
        """;

    private const string UserSql = """
        INSERT INTO user_event_counts AS c (user_name, type, count)
        SELECT * FROM unnest(@users, @types, @counts)
        ON CONFLICT (user_name, type) DO UPDATE SET count = c.count + excluded.count
        """;

    /// <summary>Adds the statements that count <paramref name="items"/>; none where they hold nothing that is counted.</summary>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyCollection<NewEvent> items)
    {
        var packages = new Dictionary<PackageKey, (long Count, DateTime Latest)>();
        var users = new Dictionary<UserKey, long>();
        foreach (var item in items.Where(item => item.Type is >= EventType.Push and <= EventType.Delete))
        {
            var byUser = item.Type is EventType.Push or EventType.Delete;
            ref var package = ref CollectionsMarshal.GetValueRefOrAddDefault(
                packages, new(item.Owner, item.Package, (short)item.Type, byUser ? item.By.Caller.UserName : string.Empty), out _);
            package = (package.Count + 1, item.CreatedAt > package.Latest ? item.CreatedAt : package.Latest);
            if (!byUser)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(users, new(item.By.Caller.UserName, (short)item.Type), out _)++;
            }
        }

        AddPackages(batch, [.. packages.OrderBy(entry => entry.Key)]);
        AddUsers(batch, [.. users.OrderBy(entry => entry.Key)]);
    }

    private static void AddPackages(NpgsqlBatch batch, KeyValuePair<PackageKey, (long Count, DateTime Latest)>[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var command = batch.CreateBatchCommand();
        command.CommandText = PackageSql;
        command.Parameters.AddWithValue("owners", Array.ConvertAll(rows, row => row.Key.Owner));
        command.Parameters.AddWithValue("packages", Array.ConvertAll(rows, row => row.Key.Package));
        command.Parameters.AddWithValue("types", Array.ConvertAll(rows, row => row.Key.Type));
        command.Parameters.AddWithValue("users", Array.ConvertAll(rows, row => row.Key.User));
        command.Parameters.AddWithValue("counts", Array.ConvertAll(rows, row => row.Value.Count));
        command.Parameters.AddWithValue("latest", Array.ConvertAll(rows, row => row.Value.Latest));
        batch.BatchCommands.Add(command);
    }

    private static void AddUsers(NpgsqlBatch batch, KeyValuePair<UserKey, long>[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var command = batch.CreateBatchCommand();
        command.CommandText = UserSql;
        command.Parameters.AddWithValue("users", Array.ConvertAll(rows, row => row.Key.User));
        command.Parameters.AddWithValue("types", Array.ConvertAll(rows, row => row.Key.Type));
        command.Parameters.AddWithValue("counts", Array.ConvertAll(rows, row => row.Value));
        batch.BatchCommands.Add(command);
    }

    private readonly record struct PackageKey(string Owner, string Package, short Type, string User) : IComparable<PackageKey>
    {
        public int CompareTo(PackageKey other) =>
            string.CompareOrdinal(Owner, other.Owner) is not 0 and var owner ? owner
            : string.CompareOrdinal(Package, other.Package) is not 0 and var package ? package
            : Type != other.Type ? Type.CompareTo(other.Type)
            : string.CompareOrdinal(User, other.User);
    }

    private readonly record struct UserKey(string User, short Type) : IComparable<UserKey>
    {
        public int CompareTo(UserKey other) =>
            string.CompareOrdinal(User, other.User) is not 0 and var user ? user : Type.CompareTo(other.Type);
    }
}
