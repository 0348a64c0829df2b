using Quilt.Api.Access;
using Quilt.Api.Administration;
using Quilt.Api.Audit;
using Quilt.Api.Callers;
using Quilt.Api.ClientLog;
using Quilt.Api.Comments;
using Quilt.Api.Contents;
using Quilt.Api.Contents.Zips;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Installs;
using Quilt.Api.Invitations;
using Quilt.Api.Log;
using Quilt.Api.Model;
using Quilt.Api.Moves;
using Quilt.Api.Objects;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;
using Quilt.Api.Policy;
using Quilt.Api.Previews;
using Quilt.Api.Profile;
using Quilt.Api.Pushes;
using Quilt.Api.Recent;
using Quilt.Api.Revisions;
using Quilt.Api.Search;
using Quilt.Api.SignIn;
using Quilt.Api.Tags;
using Quilt.Api.Timeseries;
using Quilt.Api.Versions;
using Quilt.Api.Web;
using Quilt.ServiceDefaults;
using Quilt.ServiceDefaults.Database;
using Quilt.ServiceDefaults.Errors;
using Quilt.ServiceDefaults.Mail;
using Quilt.ServiceDefaults.Requests;

namespace Quilt.Api;

/// <summary>The one entry to this service, for its own <c>Program.cs</c> and for Standalone.</summary>
public static class ApiApplication
{
    /// <summary>Builds the service, ready to run.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Api", args, configure);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = RequestBody.MaxLength);
        builder.AddQuiltDatabase<RegistryDbContext>("registry");
        builder.Services.AddHostedService<MigrationAtStart>();
        builder.Services.AddSingleton(RegistryPolicy.Read(builder.Configuration));
        builder.Services.AddSingleton(SharingLimits.Read(builder.Configuration));
        builder.AddCallers();
        builder.AddObjects();
        builder.AddMail();
        builder.Services.AddAnswerCompression();
        builder.Services.AddApiCors();
        builder.Services.AddEvents();
        builder.Services.AddPackages();
        builder.Services.AddPushes();
        builder.Services.AddRevisions();
        builder.Services.AddContents();
        builder.Services.AddRegistryDocument();
        builder.Services.AddSignIn();
        builder.Services.AddAdministration();
        builder.Services.AddMoves();
        builder.Services.AddSingleton<AccessChanges>();
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<CommentMail>();
        builder.Services.AddSingleton<InvitationMail>();
        builder.Services.AddSingleton<InvitationPickUp>();
        builder.Services.AddSingleton<PackageComments>();
        builder.Services.AddSingleton<PackageInvitations>();
        builder.Services.AddSingleton<PackageFinder>();
        builder.Services.AddSingleton<PackageNames>();
        builder.Services.AddSingleton<PackageSearch>();
        builder.Services.AddSingleton<SearchAnswers>();
        builder.Services.AddSingleton<PackageVersions>();
        builder.Services.AddSingleton<TagChanges>();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseAnswerCompression();
        app.UseJsonErrors();
        app.UseTextualTargets();
        app.UseApiCors();
        app.UseRouting();
        app.UseMiddleware<CallerMiddleware>();
        app.MapDefaultEndpoints();
        app.MapAccess();
        app.MapAdministration(builder.Configuration);
        app.MapAudit();
        app.MapClientLog();
        app.MapComments();
        app.MapActivity();
        app.MapCompare();
        app.MapContents();
        app.MapZips();
        app.MapFind();
        app.MapInstalls();
        app.MapInvitations();
        app.MapLog();
        app.MapMoves();
        app.MapObjects();
        app.MapPackageLists();
        app.MapPreviews();
        app.MapProfile();
        app.MapPushes();
        app.MapRecentPackages();
        app.MapRegistryDocument();
        app.MapSearch();
        app.MapSignIn();
        app.MapTags();
        app.MapTimeseries();
        app.MapVersions();
        app.MapWeb();
        return app;
    }
}
