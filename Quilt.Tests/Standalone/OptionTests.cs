using System.Net;
using Microsoft.Extensions.Configuration;
using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.Standalone;
using Quilt.Standalone.Options;

namespace Quilt.Tests.Standalone;

public sealed class OptionTests
{
    [Fact]
    public void Nothing_given_means_the_usual_ports_on_loopback()
    {
        var options = Read();

        Assert.Equal(5000, options.Ports[QuiltService.Registry]);
        Assert.Equal(5001, options.Ports[QuiltService.Objects]);
        Assert.Equal(5002, options.Ports[QuiltService.Auth]);
        Assert.Equal(3000, options.Ports[QuiltService.Catalog]);
        Assert.False(options.Bind.IsWide);
        Assert.False(options.Ephemeral);
        Assert.Empty(options.PublicUrls);
        Assert.Null(options.AdminPassword);
    }

    [Fact]
    public void Configuration_keys_set_every_option()
    {
        var options = Read(
            ("Quilt:Data", "/srv/quilt/"), ("Quilt:Ports:Catalog", "80"), ("Quilt:Bind", "*"), ("Quilt:PublicUrls:Registry", "https://quilt.example.com/"),
            ("Quilt:Postgres:BinFolder", "/opt/pg/bin"), ("Quilt:AdminPassword", "correct horse"));

        Assert.Equal("/srv/quilt", options.DataFolder);
        Assert.Equal(80, options.Ports[QuiltService.Catalog]);
        Assert.True(options.Bind.IsWide);
        Assert.Equal("https://quilt.example.com", options.PublicUrls[QuiltService.Registry]);
        Assert.Equal("/opt/pg/bin", options.PostgresFolder);
        Assert.Equal("correct horse", options.AdminPassword);
    }

    [Theory]
    [InlineData("Quilt:Ports:Auth", "0", "--auth-port (or QUILT_AUTH_PORT) is '0'")]
    [InlineData("Quilt:Ports:Auth", "65536", "--auth-port (or QUILT_AUTH_PORT) is '65536'")]
    [InlineData("Quilt:Ports:Registry", "-1", "--port (or QUILT_PORT) is '-1'")]
    [InlineData("Quilt:Bind", "quilt.example.com", "--bind (or QUILT_BIND) is 'quilt.example.com'")]
    [InlineData("Quilt:PublicUrls:Catalog", "quilt.example.com", "--public-catalog-url (or QUILT_PUBLIC_CATALOG_URL) is")]
    [InlineData("Quilt:PublicUrls:Objects", "ftp://quilt.example.com", "--public-objects-url (or QUILT_PUBLIC_OBJECTS_URL) is")]
    [InlineData("Quilt:Ephemeral", "perhaps", "--ephemeral (or QUILT_EPHEMERAL) is 'perhaps'")]
    [InlineData("Quilt:AdminPassword", "short", "The password in --admin-password or QUILT_ADMIN_PASSWORD")]
    public void A_wrong_value_is_refused_with_the_names_of_its_setting(string key, string value, string sentence)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Read((key, value)));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_never_repeated()
    {
        Assert.DoesNotContain("sh0rt", Assert.Throws<StartRefusedException>(() => Read(("Quilt:AdminPassword", "sh0rt"))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", Read(("Quilt:AdminPassword", "correct horse")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_ephemeral_registry_has_no_data_folder()
    {
        Assert.True(Read(("Quilt:Ephemeral", "true")).Ephemeral);
        Assert.Throws<StartRefusedException>(() => Read(("Quilt:Ephemeral", "true"), ("Quilt:Data", "/srv/quilt")));
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("::1", false)]
    [InlineData("*", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    [InlineData("192.0.2.7", true)]
    public void Only_loopback_is_not_wide(string text, bool wide) => Assert.Equal(wide, BindAddress.Parse(text)!.IsWide);

    [Fact]
    public void The_services_always_reach_each_other_on_loopback()
    {
        var addresses = BindAddress.Parse("192.0.2.7")!.Addresses;

        Assert.Contains(IPAddress.Parse("192.0.2.7"), addresses);
        Assert.Contains(IPAddress.Loopback, addresses);
    }

    private static StandaloneOptions Read(params (string Key, string Value)[] settings) => new StandaloneOptionsReader(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build()).Read();
}
