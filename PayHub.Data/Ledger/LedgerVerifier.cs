using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

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
    private const int BlocksAtOnce = 500;
    private const int TransfersAtOnce = 20_000;

    /// <summary>Checks everything up to the newest block.</summary>
    /// <param name="progress">Told the number of transfers checked so far.</param>
    /// <param name="expected">A block number and hash, in hex, noted elsewhere, that must stand in the chain; null for none.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<VerificationReport> VerifyAsync(
        IProgress<long>? progress = null, (long Number, string Hash)? expected = null, CancellationToken cancellationToken = default)
    {
        var run = new Run(new LedgerReplay(expected), new ProofReplay(signatures), new AuditReplay(), new PostingReplay());
        try
        {
            for (var pass = 0; pass < Passes; pass++)
                await ReplayUpToNowAsync(run, progress, cancellationToken);
            await CheckReversalsAsync(cancellationToken);
            await CheckAccountsAsync(run, cancellationToken);
            run.Ledger.CheckExpectedWasMet();
            return Report(run, null);
        }
        catch (LedgerFaultException fault)
        {
            return Report(run, fault.Message);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            var replay = run.Ledger;
            return Report(run, $"behind block {replay.LastBlock?.Number ?? 0}, transfer {replay.LastTransfer} the database can't be read: {error.Message}");
        }
    }

    // A damaged page, or a value that no column of the model can hold: NULL where there must be a number, say.
    private static bool IsUnreadable(Exception error) =>
        error is SqliteException or InvalidCastException or FormatException or InvalidOperationException or OverflowException;

    private static VerificationReport Report(Run run, string? fault) =>
        new(run.Ledger.LastBlock, run.Ledger.LastTransfer, run.Proofs.Checked, run.Ledger.Accounts, fault);

    private async Task ReplayUpToNowAsync(Run run, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var goal = await LastBlockAsync(cancellationToken);
        while ((run.Ledger.LastBlock?.Number ?? 0) < goal && await ReplayNextAsync(run, cancellationToken))
            progress?.Report(run.Ledger.LastTransfer);
        while (await ReplayNextAuditAsync(run, cancellationToken))
        {
        }
        while (await CheckNextPostingsAsync(run, cancellationToken))
        {
        }
    }

    private async Task<bool> CheckNextPostingsAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return await run.Postings.CheckNextAsync(context, run.Ledger.LastTransfer, cancellationToken);
    }

    private async Task<bool> ReplayNextAuditAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return await run.Audit.ReplayNextAsync(context, cancellationToken);
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

    private async Task<bool> ReplayNextAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return await ReplayNextAsync(context, run, cancellationToken);
    }

    private static async Task<bool> ReplayNextAsync(PayHubDbContext context, Run run, CancellationToken cancellationToken)
    {
        var replay = run.Ledger;
        var after = replay.LastBlock?.Number ?? 0;
        var next = await context.Blocks.Where(b => b.Number > after).OrderBy(b => b.Number).Take(BlocksAtOnce).ToListAsync(cancellationToken);
        if (next.Count == 0)
            return false;
        // One block at least; of large ones not so many that the statement lasts.
        var blocks = next.TakeWhile((block, i) => i == 0 || block.LastId - replay.LastTransfer <= TransfersAtOnce).ToList();
        replay.ExpectTypes(
            await StoredTypes.FirstWrongBlockAsync(context, blocks[0].Number, blocks[^1].Number, cancellationToken),
            await StoredTypes.FirstWrongTransferAsync(context, replay.LastTransfer + 1, blocks[^1].LastId, cancellationToken));
        var proofs = await run.Proofs.CheckAsync(context, replay.LastTransfer + 1, blocks[^1].LastId, cancellationToken);
        await using var rows = Rows(context, replay.LastTransfer + 1, blocks[^1].LastId).GetAsyncEnumerator(cancellationToken);
        foreach (var block in blocks)
            await ReplayBlockAsync(run, block, rows, proofs);
        return true;
    }

    private static async Task ReplayBlockAsync(
        Run run, Block block, IAsyncEnumerator<LedgerRow> rows, Dictionary<long, CheckedProof> proofs)
    {
        var replay = run.Ledger;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        replay.Begin(block, hash);
        while (replay.LastTransfer < block.LastId && await rows.MoveNextAsync())
        {
            var proof = proofs.GetValueOrDefault(rows.Current.Transfer.Id);
            replay.Apply(rows.Current, proof, proof is null ? null : run.Proofs.Fault(rows.Current.Transfer, proof), hash);
        }
        replay.End(block, hash);
    }

    private static IAsyncEnumerable<LedgerRow> Rows(PayHubDbContext context, long from, long to) =>
        (from t in context.Transfers.AsNoTracking()
         where t.Id >= @from && t.Id <= to
         join n in context.Set<TransferNote>() on t.Id equals n.TransferId into notes
         from note in notes.DefaultIfEmpty()
         join o in context.Transfers on t.ReversesId equals o.Id into originals
         from original in originals.DefaultIfEmpty()
         orderby t.Id
         select new LedgerRow(
             t,
             note,
             t.Kind == TransferKind.Payment
                 && context.Set<AccountKey>().Any(k => k.AccountId == t.DebitId && k.FromTransfer < t.Id && (k.ToTransfer == null || k.ToTransfer >= t.Id)),
             original == null
                 ? null
                 : new ReversedTransfer(
                     original.Kind, original.DebitId, original.CreditId, original.Amount, context.Set<ReversalTotal>().Any(r => r.TransferId == original.Id))))
        .AsAsyncEnumerable();

    // One short transaction sees the last blocks, the head and the balances as of one moment, while the hub goes on.
    private async Task CheckAccountsAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        await using var moment = await context.Database.BeginTransactionAsync(cancellationToken);
        var replay = run.Ledger;
        while (await ReplayNextAsync(context, run, cancellationToken))
        {
        }
        replay.CheckHeadTypes(await StoredTypes.WrongHeadAsync(context, cancellationToken));
        while (await run.Audit.ReplayNextAsync(context, cancellationToken))
        {
        }
        replay.CheckHead(await context.LedgerHead.ToListAsync(cancellationToken), run.Audit.Last);
        var noted = await context.Set<TransferNote>().LongCountAsync(cancellationToken);
        LedgerFaultException.Unless(noted == run.Audit.Noted, $"operators made {noted} transfers, but {run.Audit.Noted} audit rows name one of them");
        LedgerReplay.CheckAccountTypes(await StoredTypes.FirstWrongAccountAsync(context, cancellationToken));
        await foreach (var account in context.Accounts.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            replay.CheckAccount(account);
        replay.CheckNoAccountIsMissing();
        LedgerReplay.CheckProofs(
            await context.Set<PaymentProof>().LongCountAsync(cancellationToken),
            await context.Set<PaymentId>().LongCountAsync(i => i.Outcome == (int)TransferOutcome.Executed, cancellationToken),
            run.Proofs.Checked);
        replay.CheckCount(await context.Transfers.LongCountAsync(cancellationToken));
        await run.Postings.CheckRestAsync(context, replay.LastTransfer, cancellationToken);
    }

    private sealed record Run(LedgerReplay Ledger, ProofReplay Proofs, AuditReplay Audit, PostingReplay Postings);
}
