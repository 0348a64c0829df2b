using Microsoft.Extensions.DependencyInjection;
using Quilt.Api.Callers;
using Quilt.Tests.Auth;

namespace Quilt.Tests.Callers;

public sealed class AccountDirectoryTests
{
    [Fact]
    public async Task Existing_accounts_are_remembered_and_missing_ones_are_asked_for_again()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth, time: new ShiftedTime());
        var accounts = registry.Services.GetRequiredService<IAccountDirectory>();

        Assert.True(await accounts.ExistsAsync("ada", default));
        Assert.True(await accounts.ExistsAsync("ada", default));
        Assert.Equal(1, auth.AccountQuestions);

        Assert.False(await accounts.ExistsAsync("../nobody?x=1", default));
        Assert.False(await accounts.ExistsAsync("../nobody?x=1", default));
        Assert.Equal(3, auth.AccountQuestions);
    }

    [Fact]
    public async Task The_registry_gets_itself_a_new_token_where_its_own_is_refused()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        var accounts = registry.Services.GetRequiredService<IAccountDirectory>();
        Assert.False(await accounts.ExistsAsync("bob", default));

        auth.ForgetServiceToken();

        Assert.True(await accounts.ExistsAsync("ada", default));
    }

    [Fact]
    public async Task Without_the_sign_in_service_the_question_fails_as_unreachable()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        await auth.StopAsync();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(
            async () => await registry.Services.GetRequiredService<IAccountDirectory>().ExistsAsync("ada", default));
        Assert.Null(failure.StatusCode);
    }
}
