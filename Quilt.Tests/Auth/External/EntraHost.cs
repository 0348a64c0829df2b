using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;

namespace Quilt.Tests.Auth.External;

/// <summary>
/// Microsoft.Identity.Web against an OpenID Connect provider that names itself like a tenant of Entra ID. The library insists
/// on https, so the provider has a certificate, and the library's two connections are told to trust just that.
/// </summary>
internal static class EntraHost
{
    public const string Tenant = "8f4f9f83-5a2c-4f57-9f8e-4a1c9f1a2b3c";

    private static readonly Lazy<X509Certificate2> Certificate = new(MakeCertificate);

    public static Task<OpenIdStandIn> StartEntraAsync(string tenant = Tenant) => OpenIdStandIn.StartAsync("/signin-oidc", tenant + "/v2.0", Certificate.Value);

    public static Task<AuthHost> StartAsync(OpenIdStandIn entra, params (string Key, string? Value)[] settings) =>
        StartAsync(database: null, entra, settings);

    public static Task<AuthHost> StartAsync(string? database, OpenIdStandIn entra, params (string Key, string? Value)[] settings) =>
        AuthHost.StartAsync(
            database,
            time: null,
            builder =>
            {
                builder.Services.AddHttpClient("stand-in").ConfigurePrimaryHttpMessageHandler(Trusting);
                builder.Services.Configure<AadIssuerValidatorOptions>(options => options.HttpClientName = "stand-in");
                builder.Services.PostConfigure<OpenIdConnectOptions>("quilt-entra", options => options.BackchannelHttpHandler = Trusting());
            },
            [
                ("AzureAd:Instance", new Uri(entra.Authority).GetLeftPart(UriPartial.Authority)),
                ("AzureAd:TenantId", Tenant),
                ("AzureAd:ClientId", OpenIdStandIn.ClientId),
                ("AzureAd:ClientSecret", OpenIdStandIn.ClientSecret),
                .. settings,
            ]);

    public static HttpClientHandler Trusting() =>
        new() { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == Certificate.Value.Thumbprint };

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stand-in", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
