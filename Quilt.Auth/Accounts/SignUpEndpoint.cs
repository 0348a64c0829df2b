namespace Quilt.Auth.Accounts;

/// <summary>Tells other services of ours who may sign up now.</summary>
internal static class SignUpEndpoint
{
    public static void MapSignUpRules(this IEndpointRouteBuilder internals) =>
        internals.MapGet("/sign-up", ReadAsync).WithSummary("Whether people may sign up, and with which addresses.");

    private static async Task<IResult> ReadAsync(SignUpPolicy policy, CancellationToken cancellationToken)
    {
        var choice = await policy.ReadChoiceAsync(cancellationToken);
        var rules = choice ?? await policy.ReadAsync(cancellationToken);
        return Results.Json(new SignUpState(rules.IsAllowed, rules.Domains, choice is not null), AuthJson.Default.SignUpState);
    }
}

/// <summary>Who may sign up.</summary>
/// <param name="IsOpen">Whether people may make accounts with a password for themselves.</param>
/// <param name="Domains">Domains that their addresses must be of; none for any.</param>
/// <param name="IsChosen">Whether an admin chose so, and no setting.</param>
internal sealed record SignUpState(bool IsOpen, IReadOnlyList<string> Domains, bool IsChosen);
