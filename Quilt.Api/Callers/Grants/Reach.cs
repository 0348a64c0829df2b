using System.Collections.Frozen;

namespace Quilt.Api.Callers.Grants;

/// <summary>Which packages a restricted token is for. Immutable; requests share it.</summary>
internal sealed class Reach
{
    /// <summary>All packages that the account may use.</summary>
    public static readonly Reach All = new(null, null);

    private readonly FrozenSet<(string Owner, string Name)>? _packages;

    private Reach(string? owner, IEnumerable<string>? packages)
    {
        Owner = owner;
        Names = packages is null ? null : [.. packages.Order(StringComparer.Ordinal)];
        _packages = Names?.Select(name => name.Split('/')).Select(parts => (parts[0], parts[^1])).ToFrozenSet();
        Key = owner ?? string.Join(',', Names ?? []);
    }

    /// <summary>The one owner whose packages it holds; null where it is not about an owner.</summary>
    public string? Owner { get; }

    /// <summary>The packages it holds, as <c>owner/name</c>; null where it is not about packages.</summary>
    public string[]? Names { get; }

    /// <summary>Equal for equal reaches: what is kept by caller is kept by this too. Empty for all packages.</summary>
    public string Key { get; }

    public bool IsAll => Owner is null && _packages is null;

    public static Reach Of(string? owner, IReadOnlyList<string>? packages) => owner is null && packages is null ? All : new(owner, owner is null ? packages : null);

    public bool Holds(string owner, string package) =>
        _packages is not null ? _packages.Contains((owner, package)) : HoldsOwner(owner);

    /// <summary>Whether it holds whatever package the owner may have.</summary>
    public bool HoldsOwner(string owner) => _packages is null && (Owner is null || string.Equals(Owner, owner, StringComparison.Ordinal));
}
