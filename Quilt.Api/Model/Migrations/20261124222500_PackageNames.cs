using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Quilt.Api.Model.Migrations
{
    /// <inheritdoc />
    public partial class PackageNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is suggested while somebody types: of packages that are shared with all, the head of a range of names.
            migrationBuilder.Sql("CREATE INDEX ix_packages_shared_names ON packages (lower(name) COLLATE \"C\") WHERE is_public OR is_team");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_packages_shared_names");
        }
    }
}
