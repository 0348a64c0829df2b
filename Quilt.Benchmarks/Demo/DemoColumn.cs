using System.Globalization;

namespace Quilt.Benchmarks.Demo;

/// <summary>A column of a demo table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it holds, with its unit.</param>
/// <param name="Type">The .NET type of its values.</param>
/// <param name="Value">The value in a row; null is an empty cell.</param>
internal sealed record DemoColumn(string Name, string Meaning, Type Type, Func<Random, int, object?> Value)
{
    private static readonly DateTime Start = new(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Moments from the start of 2023, one step a row.</summary>
    public static DemoColumn Time(string name, TimeSpan step) => new(name, "when, UTC", typeof(DateTime), (_, row) => Start + (step * row));

    /// <summary>Names from a list.</summary>
    public static DemoColumn Choice(string name, string meaning, params string[] names) => new(name, meaning, typeof(string), (random, _) => names[random.Next(names.Length)]);

    /// <summary>Measurements around a middle that swings over the year, with a few gaps.</summary>
    public static DemoColumn Measure(string name, string meaning, double middle, double spread, double gaps = 0) => new(name, meaning, typeof(double), (random, row) =>
        random.NextDouble() < gaps ? null : Math.Round(middle + (spread * Math.Sin(row * Math.Tau / 4_000)) + (spread * 0.35 * Bell(random)), 2));

    /// <summary>Whole numbers, small ones more often.</summary>
    public static DemoColumn Count(string name, string meaning, int most) => new(name, meaning, typeof(int), (random, _) => (int)(most * Math.Pow(random.NextDouble(), 3)));

    /// <summary>Numbers that tell the rows apart.</summary>
    public static DemoColumn Key(string name, string meaning, string prefix) =>
        new(name, meaning, typeof(string), (_, row) => prefix + row.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>Yes or no.</summary>
    public static DemoColumn Flag(string name, string meaning, double share) => new(name, meaning, typeof(bool), (random, _) => random.NextDouble() < share);

    private static double Bell(Random random) => random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2;
}
