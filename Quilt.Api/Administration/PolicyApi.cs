using System.Text.Json.Serialization;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Accounts;
using Quilt.Api.Http;
using Quilt.Api.Policy;

namespace Quilt.Api.Administration;

/// <summary>What is allowed here, by those who decide it: sharing by this service, signing up by the sign-in service.</summary>
internal static class PolicyApi
{
    public static void MapPolicy(this IEndpointRouteBuilder routes, bool managesUsers) =>
        routes.MapGet("/api/admin/policy", (RegistryPolicy policy, SharingLimits limits, IAccountDirectory accounts, CancellationToken cancellationToken) =>
                GetAsync(policy, limits, managesUsers, accounts, cancellationToken))
            .WithTags("Administration").WithName("GetPolicy").WithSummary("What this registry allows now")
            .AllowCallers(CallerRequirement.Admin).AnswersErrors(401, 403, 503);

    private static async Task<JsonAnswer<PolicyAnswer>> GetAsync(
        RegistryPolicy policy, SharingLimits limits, bool managesUsers, IAccountDirectory accounts, CancellationToken cancellationToken) => new(
        new PolicyAnswer(
            policy.AllowAnonymousAccess,
            policy.AllowTeamAccess,
            managesUsers,
            limits.CommentsPerHour,
            limits.InvitationsPerDay,
            await accounts.SignUpAsync(cancellationToken)),
        PolicyJson.Default.PolicyAnswer);
}

/// <summary>What a registry allows.</summary>
/// <param name="AllowAnonymousAccess">Packages may be public, and are then read without login.</param>
/// <param name="AllowTeamAccess">Packages may be shared with everybody who is logged in.</param>
/// <param name="EnableUserEndpoints">Admins manage accounts by <c>/api/users/*</c>.</param>
/// <param name="CommentsPerHour">Comments of one user on one package of somebody else.</param>
/// <param name="InvitationsPerDay">Invitations by one user.</param>
internal sealed record PolicyAnswer(
    bool AllowAnonymousAccess, bool AllowTeamAccess, bool EnableUserEndpoints, int CommentsPerHour, int InvitationsPerDay, SignUpState SignUp);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PolicyAnswer))]
internal sealed partial class PolicyJson : JsonSerializerContext;
