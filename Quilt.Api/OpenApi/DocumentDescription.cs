using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Quilt.Api.OpenApi;

/// <summary>What the document says about the registry as a whole.</summary>
internal static class DocumentDescription
{
    public const string Bearer = "bearer";

    private const string About = """
        The registry of data packages: what the clients `quilt` 2.8 and 2.9, the catalog and every other program call.

        - Every error is a JSON object with a `message` for a person; the header `X-Trace-Id` names the failure in the logs.
        - Every path answers with and without a trailing slash.
        - What the caller may not see answers exactly as if it did not exist.
        - Strings hold no NUL and no half of a surrogate pair, objects no key twice; paths hold no encoded slash and no `.` or `..`.
        - Times are Unix seconds as JSON numbers unless said otherwise.
        """;

    /// <summary>In the order in which people read about a registry.</summary>
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Packages", "Pushing, installing, listing and deleting packages."),
        ("Contents", "Looking into packages. Nothing here counts as an install or a view."),
        ("Objects", "The content-addressed bytes of packages. Clients move them to and from the object store by the addresses given here."),
        ("Search", "Finding packages."),
        ("Log", "The pushes of a package, and what clients tell of their own doings."),
        ("Tags", "The movable names of revisions."),
        ("Versions", "The immutable names of revisions, after PEP 440."),
        ("Access", "Who may see a package."),
        ("Invitations", "Access for who has no account yet."),
        ("Comments", "What people say about a package."),
        ("Profile", "What belongs to the caller."),
        ("Sign-in", "Accounts and tokens."),
        ("Administration", "What administrators see and do."),
        ("Web", "What browsers, crawlers and load balancers ask for."),
    ];

    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Quilt registry", Version = "1", Description = About.ReplaceLineEndings("\n") };
        document.Servers = null;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An access token, from `POST /api/token` or `POST /api/login`. Very old clients send it without the word Bearer.",
            },
        };
        document.Tags = new HashSet<OpenApiTag>(Ordered(document));
        document.Components.Schemas = document.Components.Schemas?.OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary();
        document.Components.Responses = document.Components.Responses?.OrderBy(response => response.Key, StringComparer.Ordinal).ToDictionary();
        return Task.CompletedTask;
    }

    /// <summary>Those in use, each of which must be one of the known ones.</summary>
    private static IEnumerable<OpenApiTag> Ordered(OpenApiDocument document)
    {
        var inUse = document.Paths.Values
            .SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Tags ?? Enumerable.Empty<OpenApiTagReference>())
            .Select(tag => tag.Reference.Id ?? string.Empty)
            .ToHashSet(StringComparer.Ordinal);
        var unknown = inUse.Except(Tags.Select(tag => tag.Name)).ToList();
        return unknown.Count == 0
            ? Tags.Where(tag => inUse.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            : throw new InvalidOperationException($"Tags that the document does not describe: {string.Join(", ", unknown)}. Add them to {nameof(DocumentDescription)}.");
    }
}
