using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>The packages that fit <paramref name="query"/>, best first; an empty query lists all that the caller may see.</summary>
    public async Task<IReadOnlyList<FoundPackage>> SearchAsync(string query, CancellationToken cancellationToken = default) =>
        (await GetAsync($"/api/search/?q={Escape(query)}", RegistryJson.Default.FoundPackages, cancellationToken)).Packages;
}
