using Npgsql;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Model;
using Quilt.Api.Packages;
using Quilt.Api.Revisions;

namespace Quilt.Api.Pushes;

/// <summary>Places a pushed node in the tree that <c>latest</c> points to, or in an empty one.</summary>
internal sealed class SubPackage(RevisionContents revisions)
{
    /// <summary>For a dry run: whether the node could be placed. Null where it could, or where a whole package is pushed.</summary>
    public async Task<ApiError?> CheckPathAsync(PackageState? package, PushTarget target, PushBody body, CancellationToken cancellationToken)
    {
        if (target.Path is null)
        {
            return null;
        }

        var latest = package?.Tags.GetValueOrDefault(Tag.Latest);
        var content = latest is null ? null : await revisions.FindAsync(package!, latest.Hash, cancellationToken);
        return Merge(content, target.Path, body.Manifest).Error;
    }

    /// <summary>The revision that results, as the locked package stands.</summary>
    public static async Task<(RevisionDraft? Draft, ApiError? Error)> PlaceAsync(
        NpgsqlTransaction transaction, long packageId, PushTarget target, Manifest node, long[] sizes, CancellationToken cancellationToken)
    {
        var latest = await FindLatestAsync(transaction, packageId, cancellationToken);
        var content = latest is null ? null : await RevisionContents.FindAsync(transaction, packageId, latest, cancellationToken);
        var (merged, error) = Merge(content, target.Path!, node);
        if (error is not null)
        {
            return (null, error);
        }

        var known = content?.ToTable() ?? new ObjectTable(0);
        var all = SizesOf(merged!, node, sizes, known, content);
        return (RevisionDraft.Of(PackageHash.Compute(merged!), merged!, all, merged!.Objects.Except(known)), null);
    }

    private static (Manifest? Merged, ApiError? Error) Merge(RevisionContent? content, IReadOnlyList<string> path, Manifest node)
    {
        if (path.Any(name => name.Length == 0))
        {
            return (null, ApiError.BadRequest("The path to a node must not have empty parts."));
        }

        var placed = TreeMerge.Place(content?.Contents ?? TreeMerge.EmptyTree, path, node.Contents);
        if (placed.NotAGroup is { } name)
        {
            return (null, ApiError.NotFound($"Target subpath is not a group node: '{name}'"));
        }

        var merged = Manifest.Read(placed.Contents, ManifestLimits.Default);
        return merged.IsValid ? (merged.Value, null) : (null, ApiError.BadRequest(merged.Error));
    }

    /// <summary>The pushed node names its own objects' sizes; the others are as they were.</summary>
    private static long[] SizesOf(Manifest merged, Manifest node, long[] sizes, ObjectTable known, RevisionContent? content)
    {
        var all = new long[merged.Objects.Count];
        for (var i = 0; i < all.Length; i++)
        {
            var own = node.Objects.Find(merged.Objects[i]);
            all[i] = own >= 0 ? sizes[own] : content!.Sizes[known.Find(merged.Objects[i])];
        }

        return all;
    }

    private static async Task<byte[]?> FindLatestAsync(NpgsqlTransaction transaction, long packageId, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT r.hash FROM tags t JOIN revisions r ON r.id = t.revision_id WHERE t.package_id = $1 AND t.name = $2";
        await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = packageId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Tag.Latest });
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
