using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>What a verification found.</summary>
/// <param name="Head">The newest block that was checked; null on an empty ledger.</param>
/// <param name="Transfers">How many transfers were checked.</param>
/// <param name="Signatures">How many payers' signatures were checked.</param>
/// <param name="Accounts">How many accounts' balances were checked.</param>
/// <param name="Fault">The first fault, in words; null where all is well.</param>
public sealed record VerificationReport(Block? Head, long Transfers, long Signatures, int Accounts, string? Fault);

/// <summary>
/// Recomputes the ledger from its first transfer: double entry, balances after each transfer, digests, the chain of blocks,
/// payers' signatures, postings, what operators did with their audit, and the balances that stand in the accounts. Reads only, in short transactions, and may run beside a hub at work.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="signatures">The wire's rules of signatures.</param>
public sealed class LedgerVerifier(PayHubDatabase database, ISignatureCheck signatures)
{
    // A hub under load writes on meanwhile. The second pass leaves little for the last, which sees one moment.
    private const int Passes = 2;

    // One that is read, and one that waits to be judged, beside those that are checked.
    private static readonly int PagesAhead = Environment.ProcessorCount + 2;

    /// <summary>Checks everything up to the newest block.</summary>
    /// <param name="progress">Told the number of transfers checked so far.</param>
    /// <param name="expected">A block number and hash, in hex, noted elsewhere, that must stand in the chain; null for none.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<VerificationReport> VerifyAsync(
        IProgress<long>? progress = null, (long Number, string Hash)? expected = null, CancellationToken cancellationToken = default)
    {
        using var ledger = new LedgerReplay(expected);
        Run? run = null;
        try
        {
            using var lookups = SqliteFile.OpenForReading(database.ReadConnectionString);
            using var proofs = new ProofReplay(signatures, lookups);
            run = new Run(ledger, proofs, new AuditReplay(), new PostingReplay(), new PostingSums(await IndexedToAsync(cancellationToken)));
            await CheckAllAsync(run, progress, cancellationToken);
            for (var pass = 1; pass < Passes; pass++)
                await ReplayUpToNowAsync(run, progress, cancellationToken);
            await CheckReversalsAsync(cancellationToken);
            await CheckAccountsAsync(run, cancellationToken);
            ledger.CheckExpectedWasMet();
            return Report(ledger, run, null);
        }
        catch (LedgerFaultException fault)
        {
            return Report(ledger, run, fault.Message);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            return Report(ledger, run, $"behind block {ledger.LastBlock?.Number ?? 0}, transfer {ledger.LastTransfer} the database can't be read: {error.Message}");
        }
    }

    // A damaged page, or a value that no column of the model can hold: NULL where there must be a number, say.
    private static bool IsUnreadable(Exception error) =>
        error is SqliteException or InvalidCastException or FormatException or InvalidOperationException or OverflowException;

    private static VerificationReport Report(LedgerReplay ledger, Run? run, string? fault) =>
        new(ledger.LastBlock, ledger.LastTransfer, run?.Proofs.Checked ?? 0, ledger.Accounts, fault);

    // What does not wait for each other goes on at once. Of several faults the first task's is told.
    private async Task CheckAllAsync(Run run, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        Task[] tasks =
        [
            ReplayLedgerAsync(run, progress, cancellationToken),
            Task.Run(() => ReplayAuditAsync(run, cancellationToken), cancellationToken),
            Task.Run(() => SumPostings(run, cancellationToken), cancellationToken),
        ];
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var task in tasks)
            await task;
        await using var context = database.OpenRead();
        await run.Postings.TakeOverAsync(context, run.Sums, cancellationToken);
    }

    private void SumPostings(Run run, CancellationToken cancellationToken)
    {
        using var connection = SqliteFile.OpenForReading(database.ReadConnectionString);
        run.Sums.Scan(connection, cancellationToken);
    }

    // What the head says may have been tampered with; more than there is would be asked for nothing.
    private async Task<long> IndexedToAsync(CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return await context.LedgerHead.OrderBy(h => h.Id).Select(h => h.IndexedTo).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task ReplayUpToNowAsync(Run run, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await ReplayLedgerAsync(run, progress, cancellationToken);
        await ReplayAuditAsync(run, cancellationToken);
        while (await CheckNextPostingsAsync(run, cancellationToken))
        {
        }
    }

    private async Task<bool> CheckNextPostingsAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return await run.Postings.CheckNextAsync(context, run.Ledger.LastTransfer, cancellationToken);
    }

    private async Task ReplayAuditAsync(Run run, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var context = database.OpenRead();
            if (!await run.Audit.ReplayNextAsync(context, cancellationToken))
                return;
        }
    }

    private async Task CheckReversalsAsync(CancellationToken cancellationToken)
    {
        long? next = 0;
        while (next is { } after)
        {
            await using var context = database.OpenRead();
            next = await ReversalTotals.CheckNextAsync(context, after, cancellationToken);
        }
    }

    private async Task<long> LastBlockAsync(CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return await context.Blocks.MaxAsync(b => (long?)b.Number, cancellationToken) ?? 0;
    }

    private async Task ReplayLedgerAsync(Run run, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var goal = await LastBlockAsync(cancellationToken);
        using var connection = SqliteFile.OpenForReading(database.ReadConnectionString);
        await ReplayLedgerAsync(run, connection, goal, progress, cancellationToken);
    }

    // One thread reads, as many as there are cores check what each row says by itself, one judges what follows from what.
    private static async Task ReplayLedgerAsync(Run run, sqlite3 connection, long goal, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (read, used) = (Channel.CreateBounded<LedgerPage>(PagesAhead), Channel.CreateUnbounded<LedgerPage>());
        for (var i = 0; i <= PagesAhead; i++)
            used.Writer.TryWrite(new LedgerPage());
        var reading = Task.Run(() => ReadAheadAsync(run, connection, goal, used.Reader, read.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var page in read.Reader.ReadAllAsync(cancellationToken))
            {
                await page.Checked;
                run.Proofs.InTransaction(() => run.Replay(page));
                progress?.Report(run.Ledger.LastTransfer);
                used.Writer.TryWrite(page);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAheadAsync(
        Run run, sqlite3 connection, long goal, ChannelReader<LedgerPage> used, ChannelWriter<LedgerPage> read, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new LedgerReader(connection, run.Ledger.LastBlock);
            for (var page = await used.ReadAsync(cancellationToken); reader.TryRead(page, goal); page = await used.ReadAsync(cancellationToken))
            {
                var filled = page;
                page.Checked = Task.Run(() => filled.CheckRows(run.Proofs, cancellationToken), cancellationToken);
                await read.WriteAsync(page, cancellationToken);
            }
            read.Complete();
        }
        catch (Exception error)
        {
            // Told by whoever takes the pages, after those before it.
            read.Complete(error);
        }
    }

    // One short transaction sees the last blocks, the head and the balances as of one moment, while the hub goes on.
    private async Task CheckAccountsAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        await using var moment = await context.Database.BeginTransactionAsync(cancellationToken);
        var replay = run.Ledger;
        var connection = ((SqliteConnection)context.Database.GetDbConnection()).Handle!;
        await ReplayLedgerAsync(run, connection, long.MaxValue, null, cancellationToken);
        replay.CheckHeadTypes(await StoredTypes.WrongHeadAsync(context, cancellationToken));
        while (await run.Audit.ReplayNextAsync(context, cancellationToken))
        {
        }
        replay.CheckHead(await context.LedgerHead.ToListAsync(cancellationToken), run.Audit.Last);
        var noted = await context.Set<TransferNote>().LongCountAsync(cancellationToken);
        LedgerFaultException.Unless(noted == run.Audit.Noted, $"operators made {noted} transfers, but {run.Audit.Noted} audit rows name one of them");
        CheckBalances(connection, replay);
        replay.CheckNoAccountIsMissing();
        LedgerReplay.CheckProofs(
            await context.Set<PaymentProof>().LongCountAsync(cancellationToken),
            await context.Set<PaymentId>().LongCountAsync(i => i.Outcome == (int)TransferOutcome.Executed, cancellationToken),
            run.Proofs.Checked);
        replay.CheckCount(await context.Transfers.LongCountAsync(cancellationToken));
        await run.Postings.CheckRestAsync(context, replay.LastTransfer, cancellationToken);
    }

    private static void CheckBalances(sqlite3 connection, LedgerReplay replay)
    {
        using var command = new PreparedCommand(connection, "SELECT id, name, name_key, is_system, balance FROM accounts ORDER BY id");
        using var rows = command.Read();
        while (rows.Read())
        {
            if (!(rows.IsText(1) && rows.IsText(2) && rows.IsInteger(3) && rows.IsInteger(4)))
                throw new LedgerFaultException($"account number {rows.Int64(0)}: holds a value of another type");
            replay.CheckAccount(rows.Int64(0), rows.Utf8(1), rows.Utf8(2), rows.Boolean(3), rows.Int64(4));
        }
    }

    private sealed record Run(LedgerReplay Ledger, ProofReplay Proofs, AuditReplay Audit, PostingReplay Postings, PostingSums Sums)
    {
        private readonly Queue<StoredBlock> _blocks = new();
        private bool _isInBlock;

        public void Replay(LedgerPage page)
        {
            foreach (var block in page.Blocks)
                _blocks.Enqueue(block);
            var hashed = 0;
            foreach (var row in page.Rows.AsSpan(0, page.Count))
            {
                BeginIfDue();
                var t = row.Transfer;
                Ledger.Apply(row, Proofs.Judge(t, row.Proof));
                Sums.Add(t.Id, t.DebitId, t.CreditId);
                if (t.Id < _blocks.Peek().Block.LastId)
                    continue;
                Ledger.Append(page.Canonical.WrittenSpan[hashed..row.CanonicalEnd]);
                hashed = row.CanonicalEnd;
                End();
            }
            Ledger.Append(page.Canonical.WrittenSpan[hashed..]);
            while (page.IsWhole && (_isInBlock || _blocks.Count > 0))
            {
                // Its transfers are missing: the block's own checks say so.
                BeginIfDue();
                End();
            }
        }

        private void BeginIfDue()
        {
            if (_isInBlock)
                return;
            var (block, hasWrongType) = _blocks.Peek();
            Ledger.Begin(block, hasWrongType);
            _isInBlock = true;
        }

        private void End()
        {
            Ledger.End(_blocks.Dequeue().Block);
            _isInBlock = false;
        }
    }
}
