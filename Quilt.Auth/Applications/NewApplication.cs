using OpenIddict.Abstractions;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.Applications;

/// <summary>An application as an admin describes it.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Kind">Where it runs.</param>
/// <param name="RedirectAddresses">Where people may be sent back to.</param>
/// <param name="Scopes">What it may ask for, besides recognizing people and staying connected.</param>
/// <param name="SignsInMachines">Whether it may sign in machines without a browser.</param>
/// <param name="ActsAs">Of a service: the user name of the account that it acts as, or nothing.</param>
internal sealed record NewApplication(
    string Name, ApplicationKind Kind, IReadOnlyList<string> RedirectAddresses, IReadOnlyList<string> Scopes, bool SignsInMachines, string ActsAs)
{
    public const int LongestName = 60;
    public const int MostAddresses = 10;

    /// <summary>The scopes that an application of others may have; the admin role is not for them.</summary>
    public static readonly string[] OfferedScopes = [OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.Email, RegistryScopes.Read, RegistryScopes.Write];

    /// <summary>What is wrong with it, by form field, or null.</summary>
    public FieldProblem? Check()
    {
        if (Name.Length is 0 or > LongestName || Name.Any(char.IsControl))
        {
            return new("name", $"The name must have 1 to {LongestName} characters.");
        }

        if (Scopes.Except(OfferedScopes).Any())
        {
            return new("scope", "There is no such scope.");
        }

        if (Kind == ApplicationKind.Service)
        {
            return RedirectAddresses.Count > 0 ? new("redirect", "A service has no redirect addresses: nobody is sent to it.")
                : SignsInMachines ? new("devices", "A service signs in nobody.")
                : ActsAs.Length == 0 && RegistryScopes.AnyIn(Scopes) ? new("account", "Name the account that the service acts as. Without one it cannot use the registry.")
                : null;
        }

        if (ActsAs.Length > 0)
        {
            return new("account", "Only a service acts as an account; this kind of application acts as whoever signs in.");
        }

        if (RedirectAddresses.Count > MostAddresses)
        {
            return new("redirect", $"An application may have at most {MostAddresses} redirect addresses.");
        }

        if (RedirectAddresses.Count == 0 && !SignsInMachines)
        {
            return new("redirect", "Give at least one redirect address, or let the application sign in machines.");
        }

        return RedirectAddresses.Select(address => RedirectAddress.Check(address, Kind)).FirstOrDefault(problem => problem is not null) is { } wrong
            ? new("redirect", wrong)
            : null;
    }
}
