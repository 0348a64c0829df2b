using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;
using Quilt.Api.Versions;

namespace Quilt.Api.Contents;

/// <summary>Finds the revision that a caller names, of a package that the caller may see. Tags and full hashes cost no query.</summary>
internal sealed class RevisionFinder(PackageStates states, PackageVersions versions, NpgsqlDataSource database)
{
    private const int HashBytes = 32;

    /// <summary>One probe of the packages' primary key and one of the revisions'.</summary>
    private const string ShownSql =
        "SELECT encode(r.hash, 'hex') FROM packages p JOIN revisions r ON r.id = p.shown_revision_id WHERE p.id = $1";

    /// <summary>The first two of a range of the unique index on (package_id, hash).</summary>
    private const string PrefixSql =
        "SELECT encode(hash, 'hex') FROM revisions WHERE package_id = $1 AND hash >= $2 AND hash <= $3 ORDER BY hash LIMIT 2";

    /// <summary>The package and the revision's full hash, or the sentence that tells what is not there.</summary>
    public async ValueTask<(PackageState? Package, string Hash, ApiError? Error)> FindAsync(
        Caller caller, string owner, string package, RevisionChoice choice, CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return (null, string.Empty, PackageErrors.PackageNotFound(caller, owner, package));
        }

        var (hash, error) = await FindHashAsync(state, choice, cancellationToken);
        return (state, hash ?? string.Empty, error);
    }

    /// <summary>The revision by one word: a hash, else a tag, else a version.</summary>
    public async ValueTask<(string? Hash, ApiError? Error)> FindAsync(PackageState state, string name, CancellationToken cancellationToken)
    {
        if (RevisionChoice.IsHash(name) && await FindByPrefixAsync(state, name, cancellationToken) is { } hash)
        {
            return (hash, null);
        }

        if (state.Tags.TryGetValue(name, out var tagged))
        {
            return (tagged.Hash, null);
        }

        return Pep440Version.TryParse(name, out var version) && await versions.FindAsync(state.Id, version, cancellationToken) is { } named
            ? (named.Hash, null)
            : (null, ApiError.NotFound($"There is no revision '{name}'. Name it by its hash, a tag or a version."));
    }

    private async ValueTask<(string? Hash, ApiError? Error)> FindHashAsync(PackageState state, RevisionChoice choice, CancellationToken cancellationToken)
    {
        switch (choice)
        {
            case { Hash: { } text }:
                return await FindByPrefixAsync(state, text, cancellationToken) is { } hash ? (hash, null) : (null, PackageErrors.HashNotFound());
            case { Tag: { } tag }:
                return state.Tags.TryGetValue(tag, out var tagged) ? (tagged.Hash, null) : (null, ApiError.NotFound($"Tag '{tag}' does not exist"));
            case { Version: { } version }:
                return await versions.FindAsync(state.Id, version, cancellationToken) is { } named
                    ? (named.Hash, null)
                    : (null, ApiError.NotFound($"Version {version.Normalized} does not exist"));
            default:
                return await FindShownAsync(state, cancellationToken) is { } shown ? (shown, null) : (null, PackageErrors.HashNotFound());
        }
    }

    /// <summary>The revision that <c>latest</c> points to, or where there is no such tag the one pushed last.</summary>
    public async ValueTask<string?> FindShownAsync(PackageState state, CancellationToken cancellationToken)
    {
        if (state.Tags.TryGetValue("latest", out var latest))
        {
            return latest.Hash;
        }

        await using var command = database.CreateCommand(ShownSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = state.Id });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<string?> FindByPrefixAsync(PackageState state, string text, CancellationToken cancellationToken)
    {
        if (!RevisionChoice.IsHash(text))
        {
            return null;
        }

        var full = HashBytes * 2;
        await using var command = database.CreateCommand(PrefixSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = state.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(text.PadRight(full, '0')) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(text.PadRight(full, 'f')) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = await reader.ReadAsync(cancellationToken) ? reader.GetString(0) : null;

        // Two that begin so: neither is meant for sure.
        return await reader.ReadAsync(cancellationToken) ? null : found;
    }
}
