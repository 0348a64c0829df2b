using System.Xml.Linq;
using Quilt.Standalone.Postgres;

namespace Quilt.Tests.Standalone;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("postgres (PostgreSQL) 16.4 (Debian 16.4-1.pgdg120+2)", 16, 4)]
    [InlineData("postgres (PostgreSQL) 9.6.24", 9, 6)]
    [InlineData("postgres (PostgreSQL) 18beta1", 18, 0)]
    public void The_version_is_read_from_what_postgres_says(string output, int major, int minor) =>
        Assert.Equal(new Version(major, minor), PostgresPrograms.ParseVersion(output));

    [Fact]
    public void Other_output_is_no_version() => Assert.Null(PostgresPrograms.ParseVersion("command not found"));

    [Fact]
    public void The_newest_comes_first_by_number()
    {
        var ordered = InstalledPrograms.NewestFirst([Programs("/a", 9, 6), Programs("/b", 17, 2), Programs("/c", 15, 10), Programs("/d", 17, 10), Programs("/e", 15, 9)]);

        Assert.Equal(["/d", "/b", "/c", "/e", "/a"], ordered.Select(programs => programs.Folder));
    }

    [Fact]
    public void A_fresh_folder_gets_the_newest_and_an_existing_one_its_own_version()
    {
        PostgresPrograms[] installed = [Programs("/new", 17, 2), Programs("/old", 15, 1)];

        Assert.Equal("/new", ProgramFinder.Choose(installed, needed: null)?.Folder);
        Assert.Equal("/old", ProgramFinder.Choose(installed, needed: 15)?.Folder);
        Assert.Null(ProgramFinder.Choose(installed, needed: 16));
    }

    [Fact]
    public void Programs_that_are_too_old_are_not_chosen_for_a_fresh_folder() => Assert.Null(ProgramFinder.Choose([Programs("/old", 13, 9)], needed: null));

    /// <summary>There the home is read-only, and what is not on the volume is gone with the container.</summary>
    [Fact]
    public void In_the_container_image_downloaded_programs_are_kept_on_the_volume()
    {
        var project = XDocument.Load(Repository.PathOf("Quilt.Standalone", "Quilt.Standalone.csproj"));

        var variables = project.Descendants("ContainerEnvironmentVariable").ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Value")!.Value);

        Assert.Equal(variables["QUILT_DATA"], variables["XDG_DATA_HOME"]);
    }

    [Fact]
    public void Root_drops_to_postgres_or_else_to_nobody()
    {
        const string root = "root:x:0:0:root:/root:/bin/bash", nobody = "nobody:x:65534:65533:nobody:/:/usr/sbin/nologin", postgres = "postgres:x:101:104::/var/lib/postgresql:/bin/bash";

        Assert.Equal(new ServerAccount("postgres", 101, 104), ServerAccount.Choose([root, nobody, postgres]));
        Assert.Equal(new ServerAccount("nobody", 65534, 65533), ServerAccount.Choose([root, nobody]));
        Assert.Null(ServerAccount.Choose([root, "broken line", "postgres:x:0:0:::"]));
    }

    private static PostgresPrograms Programs(string folder, int major, int minor) => new(folder, new Version(major, minor));
}
