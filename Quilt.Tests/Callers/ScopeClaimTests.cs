using System.Net;

namespace Quilt.Tests.Callers;

/// <summary>Access tokens that other applications have, by their <c>scope</c> claim.</summary>
public sealed class ScopeClaimTests(CallersFixture fixture) : IClassFixture<CallersFixture>
{
    [Theory]
    [InlineData("other", "read", 200, 403, 403)]
    [InlineData("other", "openid read", 200, 403, 403)]
    [InlineData("other", "admin", 403, 403, 200)]
    [InlineData("other", "read write admin", 200, 403, 200)]
    [InlineData("other", "openid profile", 403, 403, 403)]
    [InlineData("other", null, 403, 403, 403)]
    [InlineData("quilt-cli", "read", 200, 403, 403)]
    [InlineData("quilt-cli", "openid profile offline_access", 200, 200, 200)]
    [InlineData("catalog", "openid profile email roles", 200, 200, 200)]
    [InlineData(null, null, 200, 200, 200)]
    public async Task A_token_does_what_its_client_was_given(string? client, string? scope, int reader, int member, int admin)
    {
        var header = "Bearer " + (fixture.Auth.Token() with { ClientId = client, Scope = scope, IsAdmin = true }).Bake();

        Assert.Equal((HttpStatusCode)reader, (await fixture.Registry.AskAsync("Reader", header)).Status);
        Assert.Equal((HttpStatusCode)member, (await fixture.Registry.AskAsync("Member", header)).Status);
        Assert.Equal((HttpStatusCode)admin, (await fixture.Registry.AskAsync("Admin", header)).Status);
    }
}
