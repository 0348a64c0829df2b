namespace Quilt.Tests.Callers;

/// <summary>A registry and its sign-in service, for the tests of one class that change neither.</summary>
public sealed class CallersFixture : IAsyncLifetime
{
    internal StandInAuth Auth { get; private set; } = null!;

    internal RegistryHost Registry { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Auth = await StandInAuth.StartAsync();
        Registry = await RegistryHost.StartAsync(Auth);
    }

    public async Task DisposeAsync()
    {
        await Registry.DisposeAsync();
        await Auth.DisposeAsync();
    }
}
