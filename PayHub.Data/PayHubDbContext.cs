using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data;

/// <summary>The hub's whole database: ledger, people, operations and Identity's own tables.</summary>
/// <param name="options">Provider, connection and interceptors; see <see cref="PayHubDatabase"/>.</param>
public sealed class PayHubDbContext(DbContextOptions<PayHubDbContext> options) : IdentityDbContext<Operator>(options)
{
    private const string BalanceInRange = "balance BETWEEN -9000000000000000000 AND 9000000000000000000 AND typeof(balance) = 'integer'";

    /// <summary>Held while this context saves; null where it only reads.</summary>
    internal WriteGate? Gate { get; init; }

    /// <summary>Accounts.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>When accounts were last seen.</summary>
    public DbSet<AccountActivity> AccountActivity => Set<AccountActivity>();

    /// <summary>Keys of accounts, ended ones among them.</summary>
    public DbSet<AccountKey> AccountKeys => Set<AccountKey>();

    /// <summary>Friendships, asked for or accepted.</summary>
    public DbSet<Friendship> Friendships => Set<Friendship>();

    /// <summary>Who wants nothing to do with whom.</summary>
    public DbSet<AccountBlock> AccountBlocks => Set<AccountBlock>();

    /// <summary>Movements of money.</summary>
    public DbSet<Transfer> Transfers => Set<Transfer>();

    /// <summary>Signed payments, kept with the transfers that they authorised.</summary>
    public DbSet<PaymentProof> PaymentProofs => Set<PaymentProof>();

    /// <summary>What payers' ids for payments stand for.</summary>
    public DbSet<PaymentId> PaymentIds => Set<PaymentId>();

    /// <summary>Accounts' sides of transfers.</summary>
    public DbSet<Posting> Postings => Set<Posting>();

    /// <summary>Blocks of transfers.</summary>
    public DbSet<Block> Blocks => Set<Block>();

    /// <summary>Where the ledger stands.</summary>
    public DbSet<LedgerHead> LedgerHead => Set<LedgerHead>();

    /// <summary>Refused payments.</summary>
    public DbSet<Refusal> Refusals => Set<Refusal>();

    /// <summary>Logins.</summary>
    public DbSet<SessionRecord> Sessions => Set<SessionRecord>();

    /// <summary>What operators did.</summary>
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    /// <summary>What operators noted about accounts.</summary>
    public DbSet<AccountNote> AccountNotes => Set<AccountNote>();

    /// <summary>One-time links of operators.</summary>
    public DbSet<OperatorInvitation> OperatorInvitations => Set<OperatorInvitation>();

    /// <summary>Keys of the REST API, revoked ones among them.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Addresses that are told of events.</summary>
    public DbSet<Webhook> Webhooks => Set<Webhook>();

    /// <summary>Events on their way to webhooks, and those that arrived.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>Rare events, written in the transaction that they report.</summary>
    public DbSet<OutboxEntry> Outbox => Set<OutboxEntry>();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a blocking save would hold a thread at the write gate.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("The hub saves with SaveChangesAsync only.");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Not by an interceptor: EF tells none of them that a save met another one (DbUpdateConcurrencyException), and the gate would stay shut.
        // Whoever opens a transaction holds the gate already.
        using var lease = Gate is not null && Database.CurrentTransaction is null ? await Gate.EnterAsync(cancellationToken) : null;
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Indexes are named one by one: two that nobody asked for on transfers would halve the writer's speed.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        ConfigureAccounts(builder);
        ConfigureTransfers(builder);
        ConfigureLedger(builder);
        ConfigurePeople(builder);
        ConfigureOperations(builder);
    }

    private static void ConfigureAccounts(ModelBuilder builder)
    {
        builder.Entity<Account>(e =>
        {
            e.ToTable("accounts", t =>
            {
                t.HasCheckConstraint("ck_accounts_no_debt", "is_system = 1 OR balance >= 0");
                t.HasCheckConstraint("ck_accounts_balance_range", BalanceInRange);
            });
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => a.NameKey).IsUnique();
            e.HasIndex(a => a.Status).HasFilter("status <> 0");
            e.HasIndex(a => new { a.Status, a.NameKey }).HasFilter("status <> 0");
            e.HasIndex(a => a.KeyKind);
            e.HasIndex(a => new { a.KeyKind, a.NameKey });
            e.HasData(new Account { Id = Account.IssuanceId, Name = Account.IssuanceName, NameKey = Account.IssuanceName, IsSystem = true });
        });
        builder.Entity<AccountActivity>(e =>
        {
            e.ToTable("account_activity").HasKey(a => a.AccountId);
            e.Property(a => a.AccountId).ValueGeneratedNever();
            e.HasOne<Account>().WithOne().HasForeignKey<AccountActivity>(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<AccountKey>(e =>
        {
            e.ToTable("account_keys");
            e.HasOne<Account>().WithMany().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(k => k.AccountId);
            e.HasIndex(k => k.SpkiHash).IsUnique().HasFilter("to_transfer IS NULL");
        });
        builder.Entity<Enrolment>(e =>
        {
            e.ToTable("enrolments").HasKey(n => n.AccountId);
            e.Property(n => n.AccountId).ValueGeneratedNever();
            e.HasOne<Account>().WithOne().HasForeignKey<Enrolment>(n => n.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void ConfigureTransfers(ModelBuilder builder)
    {
        builder.Entity<Transfer>(e =>
        {
            e.ToTable("transfers", t =>
            {
                t.HasCheckConstraint("ck_transfers_amount", "amount > 0 AND typeof(amount) = 'integer'");
                t.HasCheckConstraint("ck_transfers_two_accounts", "debit_id <> credit_id");
            });
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasOne<Account>().WithMany().HasForeignKey(t => t.DebitId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Account>().WithMany().HasForeignKey(t => t.CreditId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Transfer>().WithMany().HasForeignKey(t => t.ReversesId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(t => new { t.Kind, t.Id }).HasFilter("kind <> 0");
            e.HasIndex(t => t.ReversesId).HasFilter("reverses_id IS NOT NULL");
        });
        builder.Entity<TransferNote>(e =>
        {
            e.ToTable("transfer_notes").HasKey(n => n.TransferId);
            e.Property(n => n.TransferId).ValueGeneratedNever();
            e.HasOne<Transfer>().WithOne().HasForeignKey<TransferNote>(n => n.TransferId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<PaymentProof>(e =>
        {
            e.ToTable("payment_proofs").HasKey(p => p.TransferId);
            e.Property(p => p.TransferId).ValueGeneratedNever();
            e.HasOne<Transfer>().WithOne().HasForeignKey<PaymentProof>(p => p.TransferId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<AccountKey>().WithMany().HasForeignKey(p => p.KeyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Posting>(e => e.ToTable("postings").HasKey(p => new { p.AccountId, p.TransferId }));
        builder.Entity<PaymentId>(e =>
        {
            e.ToTable("payment_ids").HasKey(p => new { p.PayerId, p.Value });
            e.Property(p => p.Value).HasColumnName("payment_id");
            // Refusals and cancellations alone: counted a payer, and forgotten in time.
            e.HasIndex(p => new { p.PayerId, p.KeepUntil }).HasFilter("keep_until IS NOT NULL");
            e.HasIndex(p => p.KeepUntil).HasFilter("keep_until IS NOT NULL AND outcome <> 342");
        });
        builder.Entity<ReversalTotal>(e =>
        {
            e.ToTable("reversal_totals", t => t.HasCheckConstraint("ck_reversal_totals_cap", "reversed BETWEEN 1 AND original"));
            e.HasKey(r => r.TransferId);
            e.Property(r => r.TransferId).ValueGeneratedNever();
            e.HasOne<Transfer>().WithOne().HasForeignKey<ReversalTotal>(r => r.TransferId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void ConfigureLedger(ModelBuilder builder)
    {
        builder.Entity<Block>(e =>
        {
            e.ToTable("blocks").HasKey(b => b.Number);
            e.Property(b => b.Number).ValueGeneratedNever();
            e.HasIndex(b => b.FirstId).IsUnique();
        });
        builder.Entity<LedgerHead>(e =>
        {
            e.ToTable("ledger_head", t => t.HasCheckConstraint("ck_ledger_head_one_row", "id = 1"));
            e.Property(h => h.Id).ValueGeneratedNever();
            e.HasData(new LedgerHead { Id = 1, LastHash = new byte[32], AuditHash = new byte[32] });
        });
        builder.Entity<Refusal>(e =>
        {
            e.ToTable("refusals");
            e.Property(r => r.Id).ValueGeneratedNever();
        });
    }

    private static void ConfigurePeople(ModelBuilder builder)
    {
        builder.Entity<Friendship>(e =>
        {
            e.ToTable("friendships", t => t.HasCheckConstraint("ck_friendships_order", "low_id < high_id"));
            e.HasKey(f => new { f.LowId, f.HighId });
            e.HasIndex(f => f.HighId);
        });
        builder.Entity<AccountBlock>(e =>
        {
            e.ToTable("account_blocks").HasKey(b => new { b.BlockerId, b.BlockedId });
            e.HasIndex(b => b.BlockedId);
        });
        builder.Entity<SessionRecord>(e =>
        {
            e.ToTable("sessions");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasIndex(s => new { s.AccountId, s.Id });
        });
    }

    private static void ConfigureOperations(ModelBuilder builder)
    {
        builder.Entity<HubKey>(e => e.ToTable("hub_keys").HasKey(k => k.Fingerprint));
        builder.Entity<AuditEntry>(e =>
        {
            e.ToTable("audit");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => a.OperatorId);
            e.HasIndex(a => new { a.TargetType, a.TargetId });
            e.HasIndex(a => a.Action);
            e.HasIndex(a => a.TransferId).HasFilter("transfer_id IS NOT NULL");
        });
        builder.Entity<Webhook>(e => e.ToTable("webhooks"));
        builder.Entity<Delivery>(e =>
        {
            e.ToTable("deliveries");
            e.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId);
            e.HasIndex(d => new { d.WebhookId, d.EventKey }).IsUnique();
            e.HasIndex(d => d.NextAt).HasFilter("next_at IS NOT NULL");
            e.HasIndex(d => new { d.WebhookId, d.Id });
            e.HasIndex(d => new { d.WebhookId, d.NextAt }).HasFilter("next_at IS NOT NULL");
        });
        builder.Entity<AccountNote>(e =>
        {
            e.ToTable("account_notes");
            e.HasOne<Account>().WithMany().HasForeignKey(n => n.AccountId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(n => n.AccountId);
        });
        builder.Entity<OperatorInvitation>(e => e.ToTable("operator_invitations").HasIndex(i => i.TokenHash).IsUnique());
        builder.Entity<ApiKey>(e => e.ToTable("api_keys"));
        builder.Entity<OutboxEntry>(e => e.ToTable("outbox"));
        builder.Entity<IdempotencyRecord>(e => e.ToTable("idempotency").HasKey(r => new { r.ApiKeyId, r.Key }));
    }
}
