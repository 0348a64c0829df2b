using System.Text;
using Microsoft.Extensions.Options;
using Quilt.ObjectStore.Buckets;
using Quilt.ObjectStore.Multipart;
using Quilt.ObjectStore.Objects;
using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;
using Quilt.ObjectStore.Storage;
using Quilt.ServiceDefaults;

namespace Quilt.ObjectStore;

/// <summary>The one entry to this service, for its own <c>Program.cs</c> and for Standalone.</summary>
public static class ObjectStoreApplication
{
    /// <summary>Builds the service, ready to run.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.ObjectStore", args, configure);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Uploads are streamed, and each operation limits what it takes.
            kestrel.Limits.MaxRequestBodySize = null;

            // Every byte is a Latin-1 character, so headers are checked and given back as they were sent.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        AddObjectStore(builder);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseRouting();
        app.Use((context, next) => context.GetEndpoint() is null
            ? context.RequestServices.GetRequiredService<S3Handler>().HandleAsync(context)
            : next(context));
        app.MapDefaultEndpoints();
        return app;
    }

    private static void AddObjectStore(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ObjectStoreOptions>().BindConfiguration(ObjectStoreOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ObjectStoreOptions>, ObjectStoreOptionsValidator>();
        builder.Services.AddHostedService<StoreLifetime>();
        builder.Services
            .AddSingleton<StoreFolder>().AddSingleton<BucketStore>().AddSingleton<ObjectFolder>().AddSingleton<DiskThreads>()
            .AddSingleton<RequestSigner>().AddSingleton<Authenticator>()
            .AddSingleton<Receiver>().AddSingleton<ContentAddress>()
            .AddSingleton<BucketOperations>().AddSingleton<ListObjects>().AddSingleton<MissingKeys>()
            .AddSingleton<GetObject>().AddSingleton<PutObject>().AddSingleton<CopySource>().AddSingleton<CopyObject>().AddSingleton<DeleteObject>()
            .AddSingleton<MultipartStore>().AddSingleton<MultipartOperations>().AddSingleton<CompleteUpload>()
            .AddSingleton<S3Router>().AddSingleton<S3Handler>();
    }
}
