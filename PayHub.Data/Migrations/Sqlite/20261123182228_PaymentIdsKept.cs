using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PayHub.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PaymentIdsKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_payment_ids_keep_until",
                table: "payment_ids",
                column: "keep_until",
                filter: "keep_until IS NOT NULL AND outcome <> 342");

            migrationBuilder.CreateIndex(
                name: "ix_payment_ids_payer_id_keep_until",
                table: "payment_ids",
                columns: new[] { "payer_id", "keep_until" },
                filter: "keep_until IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_payment_ids_keep_until",
                table: "payment_ids");

            migrationBuilder.DropIndex(
                name: "ix_payment_ids_payer_id_keep_until",
                table: "payment_ids");
        }
    }
}
