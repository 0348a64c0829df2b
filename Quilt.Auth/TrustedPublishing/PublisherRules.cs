using System.Text.RegularExpressions;
using Quilt.Auth.Bodies;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>Whom an owner may trust, and how a GitHub workflow is told by its claims.</summary>
internal sealed partial class PublisherRules(TrustedPublishingOptions options, PublicUrls publicUrls)
{
    public const string GitHubIssuer = "https://token.actions.githubusercontent.com";

    private const int MostClaims = 20;
    private const int LongestText = 500;

    /// <summary>Everybody on GitHub has the same issuer: only these claims tell one from another.</summary>
    private static readonly string[] GitHubIdentities = ["repository", "repository_id", "sub", "job_workflow_ref", "workflow_ref"];

    /// <summary>The audience where none is given: the registry's own address.</summary>
    public string DefaultAudience => publicUrls.Lasting(QuiltService.Registry);

    /// <summary>Whom a request means, or what is wrong with it.</summary>
    public (PublisherWish? Wish, string? Problem) Read(NewPublisherBody body)
    {
        var (issuer, claims, problem) = body switch
        {
            { Github: { } workflow, Issuer: null, Claims: null } => ReadGitHub(workflow),
            { Github: null, Issuer: { } named, Claims: { } given } => (named, given, FindProblem(named, given)),
            _ => ("", [], "Give either 'github' with the repository, or 'issuer' and 'claims'."),
        };
        var audience = body.Audience ?? DefaultAudience;
        return problem is not null ? (null, problem)
            : !IsText(audience) ? (null, $"The audience needs 1 to {LongestText} printable characters.")
            : (new PublisherWish(issuer, audience, claims), null);
    }

    private static (string Issuer, Dictionary<string, string> Claims, string? Problem) ReadGitHub(GitHubWorkflowBody workflow)
    {
        var claims = new Dictionary<string, string> { ["repository"] = workflow.Repository };
        if (workflow.Workflow is { } file)
        {
            claims["workflow_ref"] = $"{workflow.Repository}/.github/workflows/{file}@{workflow.Ref}";
        }

        if (workflow.Ref is { } reference)
        {
            claims["ref"] = reference;
        }

        if (workflow.Environment is { } environment)
        {
            claims["environment"] = environment;
        }

        var problem = !RepositoryPattern().IsMatch(workflow.Repository) ? "The repository must be written as owner/name."
            : workflow.Workflow is not null && !WorkflowPattern().IsMatch(workflow.Workflow) ? "The workflow must be the name of its file, such as release.yml."
            : workflow is { Workflow: not null, Ref: null } ? "With a workflow, name the ref too, such as refs/heads/main: GitHub tells both in one claim."
            : workflow.Ref is not null && !RefPattern().IsMatch(workflow.Ref) ? "The ref must be written in full, such as refs/heads/main or refs/tags/v1."
            : workflow.Environment is not null && !IsText(workflow.Environment) ? "The environment must be the name of one."
            : null;
        return (GitHubIssuer, claims, problem);
    }

    private string? FindProblem(string issuer, Dictionary<string, string> claims) =>
        !IsText(issuer) || !Uri.TryCreate(issuer, UriKind.Absolute, out var address) || address.Query.Length > 0 || address.Fragment.Length > 0 || !options.Allows(address)
            ? "The issuer must be an https address without a query, just as its tokens name it."
        : claims.Count is 0 or > MostClaims ? $"Name 1 to {MostClaims} claims. An issuer alone trusts everybody who has it."
        : claims.FirstOrDefault(claim => !IsText(claim.Key) || !IsText(claim.Value)) is { Key: not null } wrong ? $"The claim '{wrong.Key}' needs a name and a value of 1 to {LongestText} printable characters."
        : issuer == GitHubIssuer && !claims.Keys.Any(GitHubIdentities.Contains) ? "Name the repository: this issuer is the same for everybody on GitHub."
        : null;

    private static bool IsText(string? text) => text is { Length: > 0 and <= LongestText } && !text.Any(char.IsControl);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,100}\.ya?ml\z", RegexOptions.CultureInvariant)]
    private static partial Regex WorkflowPattern();

    [GeneratedRegex(@"^refs/[\x21-\x7e]{1,250}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RefPattern();
}

/// <summary>Whom to trust.</summary>
internal sealed record PublisherWish(string Issuer, string Audience, Dictionary<string, string> Claims);
