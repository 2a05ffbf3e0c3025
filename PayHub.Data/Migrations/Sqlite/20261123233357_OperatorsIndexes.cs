using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PayHub.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OperatorsIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_deliveries_webhook_id_next_at",
                table: "deliveries",
                columns: new[] { "webhook_id", "next_at" },
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_transfer_id",
                table: "audit",
                column: "transfer_id",
                filter: "transfer_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_webhook_id_next_at",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_audit_transfer_id",
                table: "audit");
        }
    }
}
