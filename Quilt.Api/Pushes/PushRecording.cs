using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Packages;
using Quilt.Api.Revisions;

namespace Quilt.Api.Pushes;

/// <summary>Records a push that passed its checks: all of it in one transaction, or nothing.</summary>
internal sealed class PushRecording(
    NpgsqlDataSource database, PackageStates states, RevisionContents revisions, PushedObjects objects, RevisionWriter writer, TimeProvider time)
{
    /// <summary>The package hash of the recorded revision, or why there is none.</summary>
    /// <param name="by">Who pushes, and from where.</param>
    /// <param name="target">Where the push goes.</param>
    /// <param name="body">What is pushed.</param>
    /// <param name="hash">The hash of a whole package; null where a node is placed in one.</param>
    /// <param name="sizes">The sizes of the body's objects.</param>
    /// <param name="state">The package as last seen, or null.</param>
    /// <param name="cancellationToken">Stops the recording.</param>
    public async Task<(byte[]? Hash, ApiError? Error)> RecordAsync(
        Actor by, PushTarget target, PushBody body, byte[]? hash, long[] sizes, PackageState? state, CancellationToken cancellationToken)
    {
        if (hash is not null
            && state is not null
            && await revisions.FindAsync(state, Convert.ToHexStringLower(hash), cancellationToken) is { } present
            && present.Holds(body.Manifest.Contents.Span, sizes))
        {
            await using var again = await PushTransaction.BeginAsync(database, by, target, body, Now(), cancellationToken);
            if (await again.RecordAgainAsync(hash, cancellationToken))
            {
                Finish(again, hash, existed: true, present with { UpdatedBy = by.Caller.UserName, UpdatedAt = again.Push.Now });
                return (hash, null);
            }
        }

        var unrecorded = body.Manifest.Objects.Except(await objects.RecordedAsync(state, cancellationToken));
        if (await objects.CheckUploadedAsync(target.Owner, body.Manifest, unrecorded, cancellationToken) is { } missing)
        {
            return (null, missing);
        }

        var draft = hash is null ? null : RevisionDraft.Of(hash, body.Manifest, sizes, unrecorded);
        await using var transaction = await PushTransaction.BeginAsync(database, by, target, body, Now(), cancellationToken);
        var refused = transaction.Refused;
        if (transaction.Package.Id != state?.Id)
        {
            // Made since, or deleted and made again: nothing of it is recorded yet.
            draft?.RecordAll();
        }

        if (refused is null && draft is null)
        {
            (draft, refused) = await SubPackage.PlaceAsync(transaction.Push.Transaction, transaction.Package.Id, target, body.Manifest, sizes, cancellationToken);
        }

        var existed = false;
        if (refused is null)
        {
            (existed, refused) = await writer.WriteAsync(transaction.Push, transaction.Package.Id, draft!, cancellationToken);
        }

        if (refused is not null)
        {
            return (null, refused);
        }

        await transaction.CommitAsync(cancellationToken);
        Finish(transaction, draft!.Hash, existed, existed || draft.Manifest.Contents.Length >= RevisionContents.LargestKept ? null : draft.ToContent(transaction.Push));
        return (draft.Hash, null);
    }

    private void Finish(PushTransaction transaction, byte[] hash, bool existed, RevisionContent? content)
    {
        states.Invalidate(transaction.Push.Target.Owner, transaction.Push.Target.Package);
        if (content is not null)
        {
            revisions.Keep(transaction.Package.Id, transaction.Package.ContentsVersion + (existed ? 1 : 0), Convert.ToHexStringLower(hash), content);
        }
    }

    /// <summary>The database keeps microseconds: what is answered before and after it was stored must be equal.</summary>
    private DateTime Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
