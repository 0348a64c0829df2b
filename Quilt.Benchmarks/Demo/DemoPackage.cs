namespace Quilt.Benchmarks.Demo;

/// <summary>A package of the demo. All of its data follows from this and the number of a revision.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Title">The heading of its README.</param>
/// <param name="About">What it holds, in a few sentences.</param>
/// <param name="Unit">What one row of its table is.</param>
/// <param name="Columns">The columns of its table.</param>
internal sealed record DemoPackage(string Owner, string Name, string Title, string About, string Unit, params DemoColumn[] Columns)
{
    /// <summary>Rows of the first revision; each later one has a tenth more.</summary>
    public int Rows { get; init; } = 2_000;

    /// <summary>How often it was pushed.</summary>
    public int Revisions { get; init; } = 3;

    /// <summary>Whether everybody may see it.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>How many people install it in a good week.</summary>
    public int Popularity { get; init; } = 8;

    /// <summary>Whether the table is split into one CSV file a year as well.</summary>
    public bool HasYears { get; init; }

    /// <summary>Whether a notebook explores the data.</summary>
    public bool HasNotebook { get; init; }

    /// <summary>Whether it has no README, as packages of people in a hurry.</summary>
    public bool IsBare { get; init; }

    /// <summary>Who else may see it.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>What people wrote about it, oldest first.</summary>
    public IReadOnlyList<(string Author, string Text)> Comments { get; init; } = [];

    /// <summary>Owner and name, as people write it.</summary>
    public string FullName => $"{Owner}/{Name}";
}
