using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>A real database file with accounts and transfers written straight into it.</summary>
internal sealed class ScratchLedger : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payhub-queries-").FullName;
    private readonly WriteGate _gate = new();
    private readonly List<Transfer> _transfers = [];
    private readonly Dictionary<long, Account> _accounts = [];

    public PayHubDatabase Database { get; private set; } = default!;

    public DateTimeOffset Start { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ScratchLedger Create(params string[] names)
    {
        var scratch = new ScratchLedger();
        scratch.Database = new PayHubDatabase($"Data Source={Path.Combine(scratch._folder, "payhub.db")}", scratch._gate);
        FreshData.WriteDatabase(scratch.Database.File);
        foreach (var name in names)
            scratch.Account(name);
        return scratch;
    }

    public Account Account(string name, AccountStatus status = AccountStatus.Active, KeyKind kind = KeyKind.Keyless)
    {
        var account = new Account
        {
            Id = _accounts.Count + 2, Name = name, NameKey = PayHub.Data.Model.Account.KeyOf(name), Status = status, KeyKind = kind,
            CreatedAt = UnixMicroseconds.From(Start),
        };
        return _accounts[account.Id] = account;
    }

    /// <summary>Adds a transfer at a time counted from <see cref="Start"/>; 1 is the hub's own account, 2 the first name.</summary>
    public void Transfer(long debit, long credit, long amount, TransferKind kind = TransferKind.Payment, double seconds = 0) =>
        _transfers.Add(new Transfer
        {
            Id = _transfers.Count + 1, DebitId = debit, CreditId = credit, Amount = amount, Kind = kind,
            At = UnixMicroseconds.From(Start.AddSeconds(seconds)), Digest = new byte[8],
        });

    /// <summary>Writes what was added, a block a transfer; beyond what is indexed, where one is named, every other transfer's postings, as of a half-merged run.</summary>
    public async Task SaveAsync(long? indexedTo = null)
    {
        await using var db = Database.OpenWrite();
        var known = await db.Transfers.CountAsync();
        db.Accounts.AddRange(_accounts.Values.Where(a => !db.Accounts.Any(known => known.Id == a.Id)));
        await db.SaveChangesAsync();
        foreach (var transfer in _transfers.Skip(known))
        {
            db.Add(transfer);
            if (transfer.Id <= (indexedTo ?? long.MaxValue) || transfer.Id % 2 == 0)
                db.AddRange(
                    new Posting { AccountId = transfer.DebitId, TransferId = transfer.Id }, new Posting { AccountId = transfer.CreditId, TransferId = transfer.Id });
            db.Add(new Block { Number = transfer.Id, FirstId = transfer.Id, LastId = transfer.Id, At = transfer.At, Hash = new byte[32] });
        }
        var head = await db.LedgerHead.SingleAsync();
        (head.LastTransfer, head.LastBlock, head.IndexedTo) = (_transfers.Count, _transfers.Count, indexedTo ?? _transfers.Count);
        await db.SaveChangesAsync();
    }

    /// <summary>Adds payments from the second to the third account in one statement, for tests that need very many.</summary>
    public async Task ManyPaymentsAsync(int count)
    {
        await using var db = Database.OpenWrite();
        var at = UnixMicroseconds.From(Start);
        await db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, digest)
            SELECT i, 2, 3, 1, 0, 0, 0, {at} + i, x'00' FROM n
            """);
        await db.Database.ExecuteSqlAsync($"INSERT INTO postings SELECT debit_id, id FROM transfers UNION ALL SELECT credit_id, id FROM transfers");
        await db.Database.ExecuteSqlAsync($"INSERT INTO blocks (number, first_id, last_id, at, hash) VALUES (1, 1, {count}, {at}, zeroblob(32))");
        await db.Database.ExecuteSqlAsync($"UPDATE ledger_head SET last_transfer = {count}, indexed_to = {count}, last_block = 1");
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        await ValueTask.CompletedTask;
    }
}
