using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.ResponseCompression;

namespace Quilt.Api.Http;

/// <summary>
/// Gzips answers on their way through a network. Callers on the same machine get them plain: nothing is gained there,
/// and compressing a large install answer costs more than making it.
/// </summary>
internal static class AnswerCompression
{
    public static void AddAnswerCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // The answers hold nothing that an attacker could guess by way of their length: credentials never come back.
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["application/json"];
        });
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    public static void UseAnswerCompression(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address),
            remote => remote.UseResponseCompression());
}
