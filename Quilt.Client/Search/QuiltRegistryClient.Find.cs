using System.Globalization;
using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>A page of the packages that the caller may see and that fit.</summary>
    public Task<FoundPage> FindPackagesAsync(PackageQuery query, int offset = 0, int limit = 30, CancellationToken cancellationToken = default) =>
        GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/find/?q={Escape(query.Words)}&owner={Escape(query.Owner)}&visibility={Escape(query.Visibility)}&sort={Escape(query.Sort)}&offset={offset}&limit={limit}"),
            RegistryJson.Default.FoundPage,
            cancellationToken);

    /// <summary>Up to eight packages that the caller may see and whose name, or owner and name, begins so.</summary>
    public async Task<IReadOnlyList<SuggestedPackage>> SuggestPackagesAsync(string beginning, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/suggest/?q={Escape(beginning)}", RegistryJson.Default.SuggestedPackages, cancellationToken)).Packages;
}
