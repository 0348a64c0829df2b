namespace Quilt.Tests.Catalog.Browser;

/// <summary>Addresses that mails, the command line and bookmarks of the first catalog have.</summary>
[Collection(CatalogScene.Collection)]
public sealed class OldAddressTests(CatalogScene scene)
{
    [Theory]
    [InlineData("/login?next=/package/ada/data", "/signin?next=%2Fpackage%2Fada%2Fdata")]
    [InlineData("/login?next=https://evil.example/", "/signin?next=%2F")]
    [InlineData("/login?next=//evil.example/", "/signin?next=%2F")]
    [InlineData("/login?next=/%5Cevil.example", "/signin?next=%2F")]
    [InlineData("/oauth_callback?code=x&state=y", "/signin")]
    [InlineData("/signout", "/signin/leave")]
    [InlineData("/signup", "AUTH/signup")]
    [InlineData("/reset_password", "AUTH/forgot")]
    [InlineData("/reset_password/some-link", "AUTH/reset_password/some-link")]
    public async Task An_old_address_leads_to_what_took_its_place(string address, string expected)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await http.GetAsync(scene.Browser.At(address));

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Equal(expected.Replace("AUTH", scene.Browser.Registry.Server.Auth.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal), answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/profile")]
    [InlineData("/profile/admin")]
    [InlineData("/code")]
    public async Task A_guarded_page_leads_through_sign_in_and_back_to_itself(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await http.GetAsync(scene.Browser.At(address));

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.EndsWith($"/signin?next={Uri.EscapeDataString(address)}", answer.Headers.Location?.AbsoluteUri, StringComparison.Ordinal);
    }
}
