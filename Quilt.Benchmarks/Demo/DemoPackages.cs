using static Quilt.Benchmarks.Demo.DemoColumn;

namespace Quilt.Benchmarks.Demo;

/// <summary>The packages of the demo: five owners, some of whose packages only some may see.</summary>
internal static class DemoPackages
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IReadOnlyList<DemoPackage> All { get; } =
    [
        new("meteo", "stations", "Weather stations", "Hourly readings of 24 stations between the coast and the mountains: temperature, humidity, wind and rain. Gaps are empty, never filled.", "one hour at one station",
            Time("time", Hour), Choice("station", "where", "Harbour", "Airport", "Old Town", "Ridge", "Lake", "Forest"), Measure("temperature", "air at 2 m, °C", 11, 9, gaps: 0.01), Measure("humidity", "relative, %", 68, 14), Measure("wind", "mean over 10 minutes, m/s", 4.2, 2.1), Flag("rain", "whether it rained", 0.18))
        {
            Rows = 20_000, Revisions = 6, Popularity = 40, HasYears = true, HasNotebook = true,
            Comments =
            [
                ("citydata", "We join this with our air quality readings; the station names match. **Thank you** for keeping gaps empty."),
                ("meteo", "Glad to hear it. Since revision 3 the clock of *Ridge* is corrected; earlier revisions are an hour ahead in summer."),
                ("ada", "```python\ntable.groupby('station').temperature.mean()\n```\nworks out of the box. Is there a plan for snow depth?"),
            ],
        },
        new("meteo", "sea_surface", "Sea surface temperature", "Daily means on a one-degree grid, from buoys and ships.", "one day in one cell of the grid",
            Time("day", Day), Measure("latitude", "degrees north", 54, 6), Measure("longitude", "degrees east", 4, 9), Measure("temperature", "°C", 12.4, 5, gaps: 0.03))
        { Rows = 6_000, Revisions = 4, Popularity = 15, HasYears = true },
        new("meteo", "forecast_errors", "Forecast errors", "What was forecast, and what came.", "one forecast",
            Time("issued", Hour * 6), Choice("model", "which model", "coarse", "fine", "ensemble"), Measure("forecast", "°C", 10, 8), Measure("observed", "°C", 10, 9))
        { IsPublic = false, SharedWith = ["openlab"] },
        new("meteo", "radar_index", "Radar index", "Where each radar image is, with the mean reflectivity. The images themselves are in packages by month.", "one image",
            Time("time", Hour), Key("image", "file name", "img_"), Measure("reflectivity", "dBZ", 18, 9))
        { Revisions = 2, Popularity = 5 },

        new("citydata", "air_quality", "Air quality", "Fine dust and gases at twelve crossings, calibrated against the reference station each month.", "one hour at one crossing",
            Time("time", Hour), Choice("crossing", "where", "Market", "North Gate", "Bridge", "University"), Measure("pm25", "fine dust, µg/m³", 12, 6, gaps: 0.02), Measure("no2", "nitrogen dioxide, µg/m³", 24, 10), Measure("o3", "ozone, µg/m³", 51, 20))
        {
            Rows = 12_000, Revisions = 5, Popularity = 30, HasNotebook = true,
            Comments = [("openlab", "Could you note the calibration dates in `columns.json`?"), ("citydata", "Yes, with the next revision.")],
        },
        new("citydata", "bike_trips", "Bike sharing trips", "Every trip with a city bike: from where to where, how long, which tariff. No person can be told from it.", "one trip",
            Key("trip", "number of the trip", "t"), Time("start", TimeSpan.FromMinutes(11)), Choice("from", "station", "Station", "Market", "Campus", "Harbour", "Park"), Choice("to", "station", "Station", "Market", "Campus", "Harbour", "Park"), Measure("minutes", "how long", 17, 6), Choice("tariff", "which", "day", "month", "year"))
        { Rows = 30_000, Revisions = 4, Popularity = 35, HasYears = true },
        new("citydata", "trees", "City trees", "Each tree on public ground, with species, height and the year it was planted.", "one tree",
            Key("tree", "number on its badge", "B"), Choice("species", "which", "lime", "maple", "plane", "oak", "chestnut, horse"), Measure("height", "m", 11, 4), Count("age", "years", 140), Flag("protected", "by law", 0.07))
        { Rows = 8_000, Popularity = 12 },
        new("citydata", "parking", "Parking", "How full the car parks are.", "a quarter of an hour in one car park",
            Time("time", TimeSpan.FromMinutes(15)), Choice("park", "which", "Centre", "Station", "Fair"), Measure("occupied", "share, %", 57, 25))
        { Revisions = 1, IsBare = true, Popularity = 3 },
        new("citydata", "budget_draft", "Budget draft", "The draft for next year, before the council has seen it.", "one item",
            Key("item", "number", "P"), Choice("office", "which", "schools", "roads", "parks", "culture"), Measure("amount", "thousands", 420, 130))
        { IsPublic = false, Rows = 400, Revisions = 2 },

        new("openlab", "flowers", "Flowers, measured", "Petals and sepals of three species, for everybody's first classifier.", "one flower",
            Choice("species", "which", "setosa", "versicolor", "virginica"), Measure("sepal_length", "cm", 5.8, 0.8), Measure("sepal_width", "cm", 3, 0.4), Measure("petal_length", "cm", 3.7, 1.7), Measure("petal_width", "cm", 1.2, 0.7))
        {
            Rows = 150, Revisions = 3, Popularity = 60, HasNotebook = true,
            Comments = [("ada", "The first thing I install on every new machine.")],
        },
        new("openlab", "spectra", "Spectra of stars", "Flux by wavelength for bright stars of the northern sky.", "one sample of one spectrum",
            Key("star", "catalogue number", "HD"), Measure("wavelength", "nm", 550, 150), Measure("flux", "relative", 1, 0.4), Choice("class", "spectral", "O", "B", "A", "F", "G", "K", "M"))
        { Rows = 15_000, Popularity = 18, HasNotebook = true },
        new("openlab", "reactions", "Reaction times", "Two hundred people, a lamp and a button.", "one press of the button",
            Key("person", "pseudonym", "p"), Measure("milliseconds", "from light to press", 265, 45), Count("hour", "of the day", 24), Flag("coffee", "within the hour before", 0.4))
        { Rows = 4_000, Popularity = 10 },
        new("openlab", "soil", "Soil moisture", "Probes at four depths in a meadow.", "one hour at one depth",
            Time("time", Hour), Choice("depth", "cm", "5", "10", "30", "60"), Measure("moisture", "share of volume, %", 24, 8, gaps: 0.04))
        { Rows = 9_000, Revisions = 5, Popularity = 9, HasYears = true },
        new("openlab", "trial_7", "Trial 7", "Blinded until the trial is over.", "one visit",
            Key("subject", "pseudonym", "s"), Measure("score", "points", 42, 9), Choice("arm", "blinded", "A", "B"))
        { IsPublic = false, Rows = 600, SharedWith = ["ada"] },

        new("ada", "sales", "Shop sales", "Orders of a small shop that sells notebooks and ink, by day and article.", "one article on one day",
            Time("day", Day), Choice("article", "which", "notebook A5", "notebook A4", "ink, blue", "ink, black", "pen"), Measure("price", "euro", 7.8, 2.5), Count("sold", "pieces", 60))
        {
            Rows = 5_000, Revisions = 6, Popularity = 22, HasYears = true, HasNotebook = true,
            Comments = [("openlab", "Nice for teaching joins. What is the time zone of `day`?"), ("ada", "UTC; the shop closes at 18:00, so it hardly matters.")],
        },
        new("ada", "prices", "House prices", "Asking prices with size, rooms and the year of building.", "one house on offer",
            Key("house", "number", "h"), Measure("area", "m²", 104, 38), Count("rooms", "how many", 9), Measure("price", "thousand euro", 385, 140), Flag("garden", "has one", 0.6))
        { Rows = 3_000, Popularity = 25 },
        new("ada", "words", "Word counts", "How often each word stands in a shelf of old novels.", "one word of one book",
            Choice("book", "title", "The Voyage", "Letters", "A Winter", "Two Towns"), Key("word", "lower case", "w"), Count("times", "in the book", 900), Measure("share", "per thousand words", 0.8, 0.3))
        { Rows = 10_000, Revisions = 2, Popularity = 7 },
        new("ada", "scratch", "Scratch", "Things tried out on a Sunday.", "one try",
            Key("try", "number", "x"), Measure("value", "whatever", 1, 1))
        { IsPublic = false, Rows = 100, Revisions = 1, IsBare = true },

        new("genomics", "variants", "Variants", "Common variants of a model organism with their frequencies in five populations.", "one variant in one population",
            Key("variant", "identifier", "rs"), Choice("chromosome", "which", "1", "2", "3", "4", "X"), Count("position", "base pairs", 30_000_000), Choice("population", "which", "north", "south", "east", "west", "lab"), Measure("frequency", "0 to 1", 0.21, 0.12))
        { Rows = 25_000, Revisions = 4, Popularity = 28 },
        new("genomics", "expression", "Gene expression", "Counts by gene and tissue, normalised for library size.", "one gene in one tissue",
            Key("gene", "identifier", "G"), Choice("tissue", "which", "root", "leaf", "flower", "seed"), Measure("tpm", "transcripts per million", 14, 7, gaps: 0.05), Count("reads", "raw", 50_000))
        {
            Rows = 12_000, Revisions = 5, Popularity = 20, HasNotebook = true,
            Comments = [("openlab", "Is `tpm` before or after batch correction?")],
        },
    ];
}
