using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Quilt.ServiceDefaults.PublicAddresses;

internal static class PublicUrlsExtensions
{
    public static void AddPublicUrls(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PublicUrlsOptions>().Configure(options => options.Read(builder.Configuration)).ValidateOnStart();
        builder.Services.AddSingleton<PublicUrls>();
    }
}
