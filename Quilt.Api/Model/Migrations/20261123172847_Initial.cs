using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

namespace Quilt.Api.Model.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    package_owner = table.Column<string>(type: "text", nullable: false),
                    package_name = table.Column<string>(type: "text", nullable: false),
                    package_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    extra = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "package_objects",
                columns: table => new
                {
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_package_objects", x => new { x.hash, x.package_id });
                });

            migrationBuilder.CreateTable(
                name: "packages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    owner = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    is_team = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    contents_version = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    shown_revision_id = table.Column<long>(type: "bigint", nullable: true),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_packages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access",
                columns: table => new
                {
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    granted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access", x => new { x.package_id, x.user_name });
                    table.ForeignKey(
                        name: "FK_access_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    contents = table.Column<byte[]>(type: "bytea", nullable: false),
                    contents_length = table.Column<int>(type: "integer", nullable: false),
                    object_sizes = table.Column<byte[]>(type: "bytea", nullable: false),
                    object_count = table.Column<int>(type: "integer", nullable: false),
                    total_size = table.Column<long>(type: "bigint", nullable: false),
                    file_types = table.Column<string>(type: "text", nullable: false),
                    preview = table.Column<string>(type: "text", nullable: false),
                    readme_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    readme_preview = table.Column<string>(type: "text", nullable: true),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revisions", x => x.id);
                    table.ForeignKey(
                        name: "FK_revisions_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "log",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    revision_id = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log", x => x.id);
                    table.ForeignKey(
                        name: "FK_log_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_log_revisions_revision_id",
                        column: x => x.revision_id,
                        principalTable: "revisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tags",
                columns: table => new
                {
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    revision_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tags", x => new { x.package_id, x.name });
                    table.ForeignKey(
                        name: "FK_tags_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_tags_revisions_revision_id",
                        column: x => x.revision_id,
                        principalTable: "revisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "versions",
                columns: table => new
                {
                    package_id = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    user_version = table.Column<string>(type: "text", nullable: false),
                    revision_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_versions", x => new { x.package_id, x.version });
                    table.ForeignKey(
                        name: "FK_versions_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "packages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_versions_revisions_revision_id",
                        column: x => x.revision_id,
                        principalTable: "revisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_user_name_package_id",
                table: "access",
                columns: new[] { "user_name", "package_id" });

            migrationBuilder.CreateIndex(
                name: "IX_events_package_owner_package_name_type_created_at",
                table: "events",
                columns: new[] { "package_owner", "package_name", "type", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_events_user_name_created_at",
                table: "events",
                columns: new[] { "user_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_log_package_id_id",
                table: "log",
                columns: new[] { "package_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_log_revision_id",
                table: "log",
                column: "revision_id");

            migrationBuilder.CreateIndex(
                name: "IX_package_objects_package_id",
                table: "package_objects",
                column: "package_id")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "IX_packages_owner_name",
                table: "packages",
                columns: new[] { "owner", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_packages_search",
                table: "packages",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_packages_recent",
                table: "packages",
                column: "updated_at",
                descending: new bool[0],
                filter: "is_public");

            migrationBuilder.CreateIndex(
                name: "IX_revisions_package_id_hash",
                table: "revisions",
                columns: new[] { "package_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tags_revision_id",
                table: "tags",
                column: "revision_id");

            migrationBuilder.CreateIndex(
                name: "IX_versions_revision_id",
                table: "versions",
                column: "revision_id");

            // Names differ by more than letter case, so that a package on a case-insensitive file system is one package.
            migrationBuilder.Sql("CREATE UNIQUE INDEX ix_packages_folded ON packages (lower(owner), lower(name))");

            // Already compressed: Postgres need not try again.
            migrationBuilder.Sql("ALTER TABLE revisions ALTER COLUMN contents SET STORAGE EXTERNAL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "log");

            migrationBuilder.DropTable(
                name: "package_objects");

            migrationBuilder.DropTable(
                name: "tags");

            migrationBuilder.DropTable(
                name: "versions");

            migrationBuilder.DropTable(
                name: "revisions");

            migrationBuilder.DropTable(
                name: "packages");
        }
    }
}
