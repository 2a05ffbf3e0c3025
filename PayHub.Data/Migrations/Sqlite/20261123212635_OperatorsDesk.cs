using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PayHub.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OperatorsDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "outbox_cursor",
                table: "webhooks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "created_at",
                table: "deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "event",
                table: "deliveries",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "created_at",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "disabled_at",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_sign_in_at",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_notes",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    operator_id = table.Column<string>(type: "TEXT", nullable: false),
                    operator_name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_notes_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operator_invitations",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    token_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    operator_id = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_invitations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_webhook_id_id",
                table: "deliveries",
                columns: new[] { "webhook_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_key_kind",
                table: "accounts",
                column: "key_kind");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_key_kind_name_key",
                table: "accounts",
                columns: new[] { "key_kind", "name_key" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_status_name_key",
                table: "accounts",
                columns: new[] { "status", "name_key" },
                filter: "status <> 0");

            migrationBuilder.CreateIndex(
                name: "ix_account_notes_account_id",
                table: "account_notes",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_operator_invitations_token_hash",
                table: "operator_invitations",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_notes");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "operator_invitations");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_webhook_id_id",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_accounts_key_kind",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_key_kind_name_key",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_status_name_key",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "outbox_cursor",
                table: "webhooks");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "event",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "disabled_at",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "last_sign_in_at",
                table: "AspNetUsers");
        }
    }
}
