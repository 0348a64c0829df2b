using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Quilt.Api.Model.Migrations
{
    /// <inheritdoc />
    public partial class PackagesByName : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The order of lists, whatever the database's locale: a page of them is the head of this index.
            migrationBuilder.Sql("CREATE INDEX ix_packages_by_name ON packages (owner COLLATE \"C\", lower(name) COLLATE \"C\")");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_packages_by_name");
        }
    }
}
