namespace Quilt.Auth.Accounts;

/// <summary>What admins chose about signing up, instead of what the configuration says. There is one row or none.</summary>
internal sealed class SignUpChoice
{
    public const int TheOnly = 1;

    public int Id { get; init; } = TheOnly;

    public required bool IsOpen { get; init; }

    public required string[] Domains { get; init; }
}
