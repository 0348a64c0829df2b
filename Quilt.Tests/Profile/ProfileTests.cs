using System.Net;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Profile;

public sealed class ProfileTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task A_profile_lists_own_and_shared_packages_by_owner_and_name()
    {
        await _registry.AddPackageAsync("peter", "b", "public");
        await _registry.AddPackageAsync("peter", "A", "team");
        await _registry.AddPackageAsync("zelda", "c", "peter");
        await _registry.AddPackageAsync("anton", "d", "peter", "public");
        await _registry.AddPackageAsync("anton", "C", "peter");
        await _registry.AddPackageAsync("anton", "open", "public");
        await _registry.AddPackageAsync("anton", "hidden", "bob");
        using var peter = _registry.As("peter");

        Assert.Equal(
            """{"packages":{"own":[{"owner":"peter","name":"A","is_public":false,"is_team":true},{"owner":"peter","name":"b","is_public":true,"is_team":false}]""" +
            ""","shared":[{"owner":"anton","name":"C","is_public":false,"is_team":false},{"owner":"anton","name":"d","is_public":true,"is_team":false},{"owner":"zelda","name":"c","is_public":false,"is_team":false}]}""" +
            ""","plan":null,"have_credit_card":null,"is_admin":false}""",
            (await peter.GetAsync("/api/profile").JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task An_administrator_is_told_so()
    {
        using var root = _registry.As("admin:root");
        Assert.Equal("""{"packages":{"own":[],"shared":[]},"plan":null,"have_credit_card":null,"is_admin":true}""", (await root.GetAsync("/api/profile/").JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task There_is_no_profile_without_a_login()
    {
        using var anonymous = _registry.As(null);
        Assert.Equal("Not logged in", await anonymous.GetAsync("/api/profile").MessageAsync(HttpStatusCode.Unauthorized));
    }
}
