using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Quilt.Api.Model.Migrations
{
    /// <inheritdoc />
    public partial class TeamPackages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is new for a team: the head of this index, as ix_packages_recent is what is new for everybody.
            migrationBuilder.Sql("CREATE INDEX ix_packages_team_recent ON packages (updated_at DESC) WHERE is_team AND NOT is_public");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_packages_team_recent");
        }
    }
}
