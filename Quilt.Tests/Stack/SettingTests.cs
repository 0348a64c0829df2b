using Microsoft.Extensions.Configuration;
using Quilt.Stack;

namespace Quilt.Tests.Stack;

/// <summary>What the AppHost lets people choose.</summary>
public sealed class SettingTests
{
    [Fact]
    public void Nobody_has_to_choose_anything()
    {
        var settings = Read();

        Assert.True(settings.Containers);
        Assert.True(settings.PersistentContainers);
        Assert.Equal(StackTarget.Azure, settings.Target);
        Assert.Equal((1, 1, 3), (settings.ApiReplicas, settings.MinReplicas, settings.MaxReplicas));
        Assert.False(settings.ExternalObjects);
        Assert.False(settings.CustomDomains);
        Assert.Null(settings.TlsSecret);
        Assert.Empty(settings.PublicUrls);
        Assert.Empty(settings.Optional);
    }

    [Theory]
    [InlineData("Quilt:Containers", "no", "true, false")]
    [InlineData("Quilt:PersistentContainers", "1", "true, false")]
    [InlineData("Quilt:Target", "Aws", "Azure, Compose, Kubernetes")]
    [InlineData("Quilt:Target", "7", "Azure, Compose, Kubernetes")]
    [InlineData("Quilt:ApiReplicas", "0", "from 1 to 30")]
    [InlineData("Quilt:ApiReplicas", "two", "from 1 to 30")]
    [InlineData("Quilt:MaxReplicas", "31", "from 1 to 30")]
    [InlineData("Quilt:MinReplicas", "4", "up to Quilt:MaxReplicas, which is 3")]
    [InlineData("Quilt:PublicUrls:Registry", "registry.example.com", "absolute http and https addresses")]
    [InlineData("Quilt:PublicUrls:Registry", "ftp://registry.example.com", "absolute http and https addresses")]
    public void A_wrong_setting_is_refused_with_its_key_and_what_is_allowed(string key, string value, string allowed)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read((key, value)));

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_addresses_are_given_all_or_not_at_all()
    {
        var some = Assert.Throws<InvalidOperationException>(() => Read(("Quilt:PublicUrls:Registry", "https://registry.example.com")));
        var all = Read(
            ("Quilt:PublicUrls:Registry", "https://registry.example.com"), ("Quilt:PublicUrls:Auth", "https://auth.example.com"),
            ("Quilt:PublicUrls:Catalog", "https://data.example.com"), ("Quilt:PublicUrls:Objects", "http://objects.example.com:9000"));

        Assert.Contains("Set all of Registry, Auth, Catalog, Objects, or none.", some.Message, StringComparison.Ordinal);
        Assert.Equal(new Uri("http://objects.example.com:9000"), all.PublicUrls["Objects"]);
    }

    [Fact]
    public void Optional_settings_are_those_that_somebody_gave()
    {
        var settings = Read(("Parameters:mail-host", "smtp.example.com"), ("Parameters:github-client-id", ""), ("Parameters:entra-client-secret", "x"));

        Assert.Equal(["entra-client-secret", "mail-host"], settings.Optional.Select(setting => setting.Parameter));
        Assert.Equal([true, false], settings.Optional.Select(setting => setting.IsSecret));
    }

    [Theory]
    [InlineData("Azure", "10.0.0.0/8")]
    [InlineData("Kubernetes", "10.0.0.0/8")]
    [InlineData("Compose", "172.16.0.0/12")]
    public void The_proxies_of_a_platform_are_known_unless_somebody_names_others(string target, string first)
    {
        Assert.Equal(first, Read(("Quilt:Target", target)).TrustedProxies[0]);
        Assert.Equal(["192.0.2.1"], Read(("Quilt:Target", target), ("Quilt:TrustedProxies:0", "192.0.2.1")).TrustedProxies);
    }

    [Fact]
    public void Only_Compose_has_one_registry_and_says_so_when_it_is_published_with_more()
    {
        (string, string)[] two = [("Quilt:Target", "Compose"), ("Quilt:ApiReplicas", "2")];

        var refused = Assert.Throws<InvalidOperationException>(() => StackSettings.Read(Configuration(two), publishing: true));

        Assert.StartsWith("Quilt:ApiReplicas is '2'. With Quilt:Target=Compose it can only be 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, StackSettings.Read(Configuration(two), publishing: false).ApiReplicas);
        Assert.Equal(2, StackSettings.Read(Configuration(("Quilt:Target", "Kubernetes"), ("Quilt:ApiReplicas", "2")), publishing: true).ApiReplicas);
    }

    private static StackSettings Read(params (string Key, string Value)[] settings) => StackSettings.Read(Configuration(settings), publishing: true);

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
