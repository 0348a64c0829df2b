namespace Quilt.Client;

/// <summary>How a revision is named: by one of the three, or by none for the latest.</summary>
/// <param name="Hash">Its hash, or 8 or more of the first digits.</param>
/// <param name="Tag">A tag that points to it.</param>
/// <param name="Version">A version that names it.</param>
public sealed record RevisionName(string? Hash = null, string? Tag = null, string? Version = null)
{
    /// <summary>The revision tagged <c>latest</c>, else the one pushed last.</summary>
    public static readonly RevisionName Latest = new();

    /// <summary>The revision with that hash.</summary>
    public static RevisionName Of(string hash) => new(hash);

    /// <summary>Whether it names none in particular.</summary>
    public bool IsLatest => this == Latest;

    /// <summary>As a query: empty, or such as <c>?tag=stable</c>.</summary>
    public string ToQuery() => Query("?");

    internal string Query(string start) => (Hash, Tag, Version) switch
    {
        ({ } hash, _, _) => $"{start}hash={Uri.EscapeDataString(hash)}",
        (_, { } tag, _) => $"{start}tag={Uri.EscapeDataString(tag)}",
        (_, _, { } version) => $"{start}version={Uri.EscapeDataString(version)}",
        _ => string.Empty,
    };
}
