using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Quilt.Auth.Database.Migrations
{
    /// <inheritdoc />
    public partial class DevicePolls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_polls",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "uuid", nullable: false),
                    polled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seconds = table.Column<int>(type: "integer", nullable: false),
                    is_too_early = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_polls", x => x.token_id);
                    table.ForeignKey(
                        name: "fk_device_polls_open_id_tokens_token_id",
                        column: x => x.token_id,
                        principalTable: "open_id_tokens",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_polls");
        }
    }
}
