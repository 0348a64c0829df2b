using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;
using Quilt.Api.Packages;
using Quilt.Api.Telemetry;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.Pushes;

/// <summary>Pushes a package, or a node of one: checks, then either tells where objects go or records the revision.</summary>
internal sealed class Push(
    PackageStates states, PushChecks checks, PushRecording recording, SubPackage subPackage, ObjectUrls urls, PublicUrls publicUrls)
{
    public async Task<IResult> RunAsync(
        Actor by, PushTarget target, PushBody body, string? expectedHash, HttpRequest request, CancellationToken cancellationToken)
    {
        if (checks.CheckRequest(by.Caller, target, body, expectedHash, out var hash) is { } refused)
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

        var (recorded, notRecorded) = await recording.RecordAsync(by, target, body, hash, sizes!, state, cancellationToken);
        if (notRecorded is not null)
        {
            return notRecorded;
        }

        RegistryMeters.Pushed(by, sizes);
        var page = $"{publicUrls.For(request, QuiltService.Catalog)}/package/{target.Owner}/{target.Package}";
        return Results.Json(new PushAnswer(page, Convert.ToHexStringLower(recorded!)), PushJson.Default.PushAnswer);
    }
}
