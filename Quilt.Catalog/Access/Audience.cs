namespace Quilt.Catalog.Access;

/// <summary>One of the two names that stand for more than one person.</summary>
/// <param name="Name">As the registry knows it.</param>
/// <param name="People">Who that is.</param>
/// <param name="Title">What having it makes a package.</param>
internal sealed record Audience(string Name, string People, string Title)
{
    public static readonly Audience Everybody = new("public", "everybody, also without an account", "public");

    public static readonly Audience Team = new("team", "everybody who signs in here, and nobody else", "visible to the team");

    public static Audience? Find(string name) => name == Everybody.Name ? Everybody : name == Team.Name ? Team : null;
}
