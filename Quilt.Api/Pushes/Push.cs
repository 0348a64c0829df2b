using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;
using Quilt.Api.Packages;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.Pushes;

/// <summary>Pushes a package, or a node of one: checks, then either tells where objects go or records the revision.</summary>
internal sealed class Push(
    NpgsqlDataSource database,
    PackageStates states,
    PushChecks checks,
    PushedObjects objects,
    RevisionWriter writer,
    SubPackage subPackage,
    ObjectUrls urls,
    PublicUrls publicUrls,
    TimeProvider time)
{
    public async Task<IResult> RunAsync(
        Caller caller, PushTarget target, PushBody body, string? expectedHash, HttpRequest request, CancellationToken cancellationToken)
    {
        if (checks.CheckRequest(caller, target, body, expectedHash, out var hash) is { } refused)
        {
            return refused;
        }

        long[]? sizes = null;
        if (!body.DryRun)
        {
            var sized = body.SizesOfObjects();
            if (!sized.IsValid)
            {
                return ApiError.BadRequest(sized.Error);
            }

            sizes = sized.Value;
        }

        // Before anything slow: most refusals need no more than the package's state.
        var state = await states.FindAsync(target.Owner, target.Package, cancellationToken);
        if (await checks.CheckAgainstAsync(state, target, body, cancellationToken) is { } forbidden)
        {
            return forbidden;
        }

        if (body.DryRun)
        {
            return await subPackage.CheckPathAsync(state, target, body, cancellationToken) as IResult
                ?? new DryRunAnswer(body.Manifest.Objects, target.Owner, urls);
        }

        return await RecordAsync(caller, target, body, hash, sizes!, state, request, cancellationToken);
    }

    private async Task<IResult> RecordAsync(
        Caller caller,
        PushTarget target,
        PushBody body,
        byte[]? hash,
        long[] sizes,
        PackageState? state,
        HttpRequest request,
        CancellationToken cancellationToken)
    {
        var recorded = await objects.RecordedAsync(state, cancellationToken);
        var unrecorded = body.Manifest.Objects.Except(recorded);
        if (await objects.CheckUploadedAsync(target.Owner, body.Manifest, unrecorded, cancellationToken) is { } missing)
        {
            return missing;
        }

        var draft = hash is null ? null : RevisionDraft.Of(hash, body.Manifest, sizes, unrecorded);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var push = new PushContext(transaction, caller, target, body.IsPublic, body.IsTeam, Now());

        var (package, refused) = await LockedPackage.TakeAsync(push, cancellationToken);
        if (refused is null && PushChecks.CheckPackage(target, body, package.IsPublic, package.IsTeam) is { } forbidden)
        {
            refused = forbidden;
        }

        if (refused is null && package.Id != state?.Id)
        {
            // Made since, or deleted and made again: nothing of it is recorded yet.
            draft?.RecordAll();
        }

        if (refused is null && draft is null)
        {
            (draft, refused) = await SubPackage.PlaceAsync(transaction, package.Id, target, body.Manifest, sizes, cancellationToken);
        }

        refused ??= await writer.WriteAsync(push, package.Id, draft!, cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        await transaction.CommitAsync(cancellationToken);
        states.Invalidate(target.Owner, target.Package);
        return Results.Json(
            new PushAnswer(
                $"{publicUrls.For(request, QuiltService.Catalog)}/package/{target.Owner}/{target.Package}",
                Convert.ToHexStringLower(draft!.Hash)),
            PushJson.Default.PushAnswer);
    }

    /// <summary>The database keeps microseconds: what is answered before and after it was stored must be equal.</summary>
    private DateTime Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
