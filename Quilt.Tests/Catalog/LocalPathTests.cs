using Quilt.Catalog.SignIn;

namespace Quilt.Tests.Catalog;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/code")]
    [InlineData("/package/alice/iris?tab=x#y")]
    [InlineData("/search?q=https://example.com")]
    public void A_path_of_this_site_is_kept(string path) => Assert.Equal(path, LocalPath.OrHome(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("code")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/a\\b")]
    [InlineData("/a\r\nLocation: https://evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("http:/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData(" /code")]
    [InlineData("~/code")]
    public void Everything_else_leads_home(string? path) => Assert.Equal("/", LocalPath.OrHome(path));

    [Fact]
    public void A_path_too_long_for_a_cookie_leads_home() => Assert.Equal("/", LocalPath.OrHome("/" + new string('a', 4000)));
}
