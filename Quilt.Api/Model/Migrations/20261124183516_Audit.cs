using System;
using System.Net;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Quilt.Api.Model.Migrations
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_events_user_name_created_at",
                table: "events");

            migrationBuilder.AddColumn<IPAddress>(
                name: "address",
                table: "events",
                type: "inet",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "agent",
                table: "events",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "comments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    contents = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_comments", x => x.id);
                    table.ForeignKey(
                        name: "FK_comments_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    email_key = table.Column<string>(type: "text", nullable: false),
                    invited_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.id);
                    table.ForeignKey(
                        name: "FK_invitations_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "package_event_counts",
                columns: table => new
                {
                    package_owner = table.Column<string>(type: "text", nullable: false),
                    package_name = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    latest = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_package_event_counts", x => new { x.package_owner, x.package_name, x.type, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "user_event_counts",
                columns: table => new
                {
                    user_name = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_event_counts", x => new { x.user_name, x.type });
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_user_name_type_created_at",
                table: "events",
                columns: new[] { "user_name", "type", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_comments_package_id_created_at_id",
                table: "comments",
                columns: new[] { "package_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_email_key",
                table: "invitations",
                column: "email_key");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_package_id_email_key",
                table: "invitations",
                columns: new[] { "package_id", "email_key" },
                unique: true);

            // Rows that are written over and over: room on their page lets Postgres do so without touching the index.
            migrationBuilder.Sql("ALTER TABLE package_event_counts SET (fillfactor = 70)");
            migrationBuilder.Sql("ALTER TABLE user_event_counts SET (fillfactor = 50)");

            // What was counted from the events so far. Pushes (1) and deletions (4) are kept by user, see the model.
            migrationBuilder.Sql("""
                INSERT INTO package_event_counts (package_owner, package_name, type, user_name, count, latest)
                SELECT package_owner, package_name, type, CASE WHEN type IN (1, 4) THEN user_name ELSE '' END, count(*), max(created_at)
                FROM events WHERE type BETWEEN 1 AND 4
                GROUP BY 1, 2, 3, 4
                """);
            migrationBuilder.Sql("""
                INSERT INTO user_event_counts (user_name, type, count)
                SELECT user_name, type, count(*) FROM events WHERE type IN (2, 3) GROUP BY 1, 2
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "comments");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "package_event_counts");

            migrationBuilder.DropTable(
                name: "user_event_counts");

            migrationBuilder.DropIndex(
                name: "IX_events_user_name_type_created_at",
                table: "events");

            migrationBuilder.DropColumn(
                name: "address",
                table: "events");

            migrationBuilder.DropColumn(
                name: "agent",
                table: "events");

            migrationBuilder.CreateIndex(
                name: "IX_events_user_name_created_at",
                table: "events",
                columns: new[] { "user_name", "created_at" });
        }
    }
}
