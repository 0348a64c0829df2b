using Quilt.Catalog.Activity;
using Quilt.Catalog.Comments;
using Quilt.Catalog.Compare;
using Quilt.Catalog.Downloads;
using Quilt.Catalog.Failures;
using Quilt.Catalog.Frame;
using Quilt.Catalog.Previews;
using Quilt.Catalog.Search;
using Quilt.Catalog.SignIn;
using Quilt.Client;
using Quilt.ServiceDefaults;
using Quilt.ServiceDefaults.Look;

namespace Quilt.Catalog;

/// <summary>The one entry to this service, for its own <c>Program.cs</c> and for Standalone.</summary>
public static class CatalogApplication
{
    /// <summary>Builds the service, ready to run.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Catalog", args, configure);
        builder.AddSharedKeys();
        builder.AddSignIn();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "quilt-catalog-form");
        builder.Services.AddSingleton(CatalogPolicy.Read(builder.Configuration));
        builder.Services.AddSingleton<Notices>();
        builder.Services.AddSingleton<Drafts>();
        builder.Services.AddExceptionHandler<DraftsOfFailures>();
        builder.Services.AddSingleton<CommentRenderer>();
        builder.AddPreviews();
        builder.Services.AddScoped<TableChanges>();
        builder.Services.AddHttpClient<QuiltRegistryClient>(http =>
        {
            http.BaseAddress = new Uri("https+http://api");
            // Whoever looks at a page would not wait longer.
            http.Timeout = TimeSpan.FromSeconds(10);
            http.DefaultRequestHeaders.UserAgent.ParseAdd("Quilt.Catalog");
        }).AddHttpMessageHandler<BearerHandler>();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseFailurePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseStaleForms();
        app.MapDefaultEndpoints();
        app.MapLook();
        app.MapTheme();
        app.MapSuggestions();
        app.MapFeeds();
        app.MapSignIn();
        app.MapAccountAddresses();
        app.MapDownloads();
        app.MapRazorComponents<App>();
        return app;
    }
}
