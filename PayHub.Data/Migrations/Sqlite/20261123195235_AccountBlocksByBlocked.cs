using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PayHub.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AccountBlocksByBlocked : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_account_blocks_blocked_id",
                table: "account_blocks",
                column: "blocked_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_account_blocks_blocked_id",
                table: "account_blocks");
        }
    }
}
