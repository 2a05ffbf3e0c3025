using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>A stored signed payment, with what stands around it.</summary>
internal sealed record ProofRow(PaymentProof Proof, AccountKey? Key, string Payer, string Payee);

/// <summary>A proof whose signature was checked.</summary>
/// <param name="Row">What is stored.</param>
/// <param name="Content">What was signed; null where the key did not sign it.</param>
internal sealed record CheckedProof(ProofRow Row, SignedContent? Content)
{
    /// <summary>What its payment id stands for; null where nothing does.</summary>
    public PaymentId? Id { get; set; }
}

/// <summary>Checks the payers' signatures of a stretch of the ledger again, on all cores.</summary>
/// <param name="signatures">The wire's rules.</param>
internal sealed class ProofReplay(ISignatureCheck signatures)
{
    // SQLite finds parameters by walking through all of their names: many at once cost more than many statements.
    private const int IdsAtOnce = 50;

    private Dictionary<string, HubKey>? _hubs;

    /// <summary>How many signatures were checked so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Checks the signatures of a stretch.</summary>
    /// <returns>By transfer.</returns>
    public async Task<Dictionary<long, CheckedProof>> CheckAsync(PayHubDbContext context, long from, long to, CancellationToken cancellationToken)
    {
        var rows = await Rows(context, from, to).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return [];
        _hubs ??= await context.Set<HubKey>().ToDictionaryAsync(h => h.Fingerprint, cancellationToken);
        var proofs = rows.AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(row => new CheckedProof(row, row.Key is { } key ? signatures.Read(row.Proof.Jws, key.Spki) : null))
            .ToList();
        foreach (var some in proofs.Where(p => p.Content is not null).Chunk(IdsAtOnce))
            await FindIdsAsync(context, some, cancellationToken);
        Checked += proofs.Count;
        return proofs.ToDictionary(p => p.Row.Proof.TransferId);
    }

    /// <summary>What is wrong with a transfer's proof, in words; null where nothing is.</summary>
    public string? Fault(Transfer transfer, CheckedProof proof)
    {
        var (key, content) = (proof.Row.Key, proof.Content);
        if (key is null || key.AccountId != transfer.DebitId || key.FromTransfer >= transfer.Id || key.ToTransfer < transfer.Id)
            return $"was authorised by key row {proof.Row.Proof.KeyId}, which was not its payer's at that time";
        if (content is null)
            return $"holds a signed payment that key row {key.Id} did not sign";
        if (Account.KeyOf(content.Payer) != proof.Row.Payer || Account.KeyOf(content.Payee) != proof.Row.Payee
            || content.Amount != transfer.Amount || content.Memo != transfer.Memo)
            return "is not the payment that its payer signed";
        if (!_hubs!.TryGetValue(content.Hub, out var hub) || hub.FromAt > transfer.At || hub.ToAt < transfer.At)
            return "was signed for another hub, or for a key that the hub did not have at that time";
        if (UnixMicroseconds.From(content.ExpiresAt) <= transfer.At)
            return "was executed after the time for which it was signed";
        return proof.Id is { Outcome: (int)TransferOutcome.Executed } id && id.TransferId == transfer.Id
            && id.ContentHash.AsSpan().SequenceEqual(content.ContentHash) && id.KeepUntil is null
            ? null
            : $"is not what payment id {content.PaymentId} stands for";
    }

    private static IQueryable<ProofRow> Rows(PayHubDbContext context, long from, long to) =>
        from p in context.Set<PaymentProof>()
        where p.TransferId >= @from && p.TransferId <= to
        join t in context.Transfers on p.TransferId equals t.Id
        join payer in context.Accounts on t.DebitId equals payer.Id
        join payee in context.Accounts on t.CreditId equals payee.Id
        join k in context.Set<AccountKey>() on p.KeyId equals k.Id into keys
        from key in keys.DefaultIfEmpty()
        orderby p.TransferId
        select new ProofRow(p, key, payer.NameKey, payee.NameKey);

    private static async Task FindIdsAsync(PayHubDbContext context, CheckedProof[] proofs, CancellationToken cancellationToken)
    {
        var wanted = string.Join(", ", proofs.Select((_, i) => $"({{{2 * i}}}, {{{(2 * i) + 1}}})"));
        object[] values = [.. proofs.SelectMany(p => new object[] { p.Row.Key!.AccountId, p.Content!.PaymentId })];
        // Row values keep it one walk down the key a row; LINQ has no words for them.
        var found = await context.Set<PaymentId>()
            .FromSql(FormattableStringFactory.Create($"SELECT * FROM payment_ids WHERE (payer_id, payment_id) IN (VALUES {wanted})", values))
            .ToDictionaryAsync(id => (id.PayerId, id.Value), cancellationToken);
        foreach (var proof in proofs)
            proof.Id = found.GetValueOrDefault((proof.Row.Key!.AccountId, proof.Content!.PaymentId));
    }
}
