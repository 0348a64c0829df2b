using System.Collections.Frozen;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Policy;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Packages;

/// <summary>
/// The packages' states, in memory as long as nobody changes them. A writer calls <see cref="Invalidate"/> after its
/// commit; other replicas hear of it through <see cref="PackageChangeListener"/>.
/// </summary>
internal sealed class PackageStates(NpgsqlDataSource database, RegistryPolicy policy) : IDisposable
{
    /// <summary>How many states are kept; names that do not exist count too, so that a probe for a hidden package and one for nothing cost the same.</summary>
    private const int Capacity = 50_000;

    /// <summary>Characters that the names of owners and packages have at most.</summary>
    private const int MaxNameLength = 64;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly long[] _changes = new long[4096];
    private volatile bool _listening = true;
    private long _version;

    /// <summary>Grows with every change of any package that is heard of: what was worked out under another number may be stale.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Whether changes by other replicas are heard, so that anything may be kept at all.</summary>
    public bool HearsChanges => _listening;

    /// <summary>The state of a package that <paramref name="caller"/> may see; null where there is none or it is not for the caller.</summary>
    public async ValueTask<PackageState?> FindVisibleAsync(Caller caller, string owner, string name, CancellationToken cancellationToken)
    {
        var state = await FindAsync(owner, name, cancellationToken);
        return state is not null && Visibility.Sees(caller, policy, state) ? state : null;
    }

    /// <summary>The state of a package, whoever may see it; null where there is none.</summary>
    public ValueTask<PackageState?> FindAsync(string owner, string name, CancellationToken cancellationToken)
    {
        // Names that cannot exist are not worth their memory.
        if (owner.Length > MaxNameLength || name.Length > MaxNameLength)
        {
            return ValueTask.FromResult<PackageState?>(null);
        }

        var key = new PackageKey(owner, name);
        var isKept = _cache.TryGetValue(key, out PackageState? state);
        RegistryMeters.LookedUp("packages", isKept);
        return isKept ? ValueTask.FromResult(state) : new(LoadAsync(key, cancellationToken));
    }

    /// <summary>Forgets a package's state, because it changed.</summary>
    public void Invalidate(string owner, string name)
    {
        var key = new PackageKey(owner, name);
        Interlocked.Increment(ref _version);
        Interlocked.Increment(ref Changes(key));
        _cache.Remove(key);
    }

    /// <summary>Forgets everything, and keeps nothing until <see cref="Resume"/>: changes elsewhere might go unheard.</summary>
    public void Suspend()
    {
        _listening = false;
        Clear();
    }

    /// <summary>Changes are heard again.</summary>
    public void Resume()
    {
        Clear();
        _listening = true;
    }

    public void Dispose() => _cache.Dispose();

    private void Clear()
    {
        for (var i = 0; i < _changes.Length; i++)
        {
            Interlocked.Increment(ref _changes[i]);
        }

        Interlocked.Increment(ref _version);
        _cache.Clear();
    }

    private ref long Changes(PackageKey key) => ref _changes[(uint)key.GetHashCode() % (uint)_changes.Length];

    private async Task<PackageState?> LoadAsync(PackageKey key, CancellationToken cancellationToken)
    {
        // A change while we read would make what we read stale: the counter tells, and then nothing is kept.
        var before = Interlocked.Read(ref Changes(key));
        var state = await ReadAsync(key, cancellationToken);
        if (_listening)
        {
            _cache.Set(key, state, new MemoryCacheEntryOptions { Size = 1 + ((state?.Tags.Count ?? 0) / 16) });
            if (Interlocked.Read(ref Changes(key)) != before || !_listening)
            {
                _cache.Remove(key);
            }
        }

        return state;
    }

    /// <summary>One round trip: the package by its unique index, then its access and tags by their primary keys.</summary>
    private async Task<PackageState?> ReadAsync(PackageKey key, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT p.id, p.is_public, p.is_team, p.contents_version, ARRAY(SELECT a.user_name FROM access a WHERE a.package_id = p.id)
            FROM packages p WHERE p.owner = $1 AND p.name = $2
            """;
        const string TagSql = """
            SELECT t.name, encode(r.hash, 'hex'), r.created_by, r.created_at, r.updated_by, r.updated_at
            FROM packages p JOIN tags t ON t.package_id = p.id JOIN revisions r ON r.id = t.revision_id
            WHERE p.owner = $1 AND p.name = $2
            """;
        await using var batch = database.CreateBatch();
        foreach (var sql in (ReadOnlySpan<string>)[Sql, TagSql])
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Owner });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Name });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var id = reader.GetInt64(0);
        var isPublic = reader.GetBoolean(1);
        var isTeam = reader.GetBoolean(2);
        var contentsVersion = reader.GetInt32(3);
        var users = reader.GetFieldValue<string[]>(4);

        await reader.NextResultAsync(cancellationToken);
        var tags = new List<KeyValuePair<string, TaggedRevision>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tags.Add(new(reader.GetString(0), new TaggedRevision(
                reader.GetString(1), reader.GetString(2), reader.GetDateTime(3), reader.GetString(4), reader.GetDateTime(5))));
        }

        return new PackageState
        {
            Id = id,
            Owner = key.Owner,
            Name = key.Name,
            IsPublic = isPublic,
            IsTeam = isTeam,
            ContentsVersion = contentsVersion,
            Users = users.ToFrozenSet(StringComparer.Ordinal),
            Tags = tags.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    private readonly record struct PackageKey(string Owner, string Name);
}
