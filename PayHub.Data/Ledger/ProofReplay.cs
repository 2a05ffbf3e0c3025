using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>A proof whose signature was checked.</summary>
/// <param name="Row">What is stored.</param>
/// <param name="Content">What was signed; null where the key did not sign it.</param>
internal sealed record CheckedProof(ProofRow Row, SignedContent? Content)
{
    /// <summary>What its payment id stands for; null where nothing does.</summary>
    public PaymentId? Id { get; set; }
}

/// <summary>Checks the payers' signatures again, on all cores.</summary>
/// <param name="signatures">The wire's rules.</param>
/// <param name="connection">Open, to look up what stands around them; used by one caller at a time.</param>
internal sealed class ProofReplay(ISignatureCheck signatures, sqlite3 connection) : IDisposable
{
    private readonly ProofReader _reader = new(connection);
    private Dictionary<string, HubKey>? _hubs;

    /// <summary>How many signatures were judged so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Checks the signatures of a page.</summary>
    public void Check(LedgerPage page, CancellationToken cancellationToken) =>
        page.Rows.Take(page.Count).Where(r => r.Signed is not null).AsParallel().WithCancellation(cancellationToken)
            .ForAll(row => row.Proof = Check(row.Signed!));

    /// <summary>Reads and checks the proof of one transfer; null where it has none.</summary>
    public CheckedProof? Read(long transferId) => _reader.Read(transferId, transferId) is [var row] ? Check(row) : null;

    /// <summary>What is wrong with a transfer's proof, in words; null where nothing is.</summary>
    public string? Judge(Transfer transfer, CheckedProof? proof)
    {
        if (proof is null)
            return null;
        Checked++;
        if (proof is { Row.Key: { } key, Content: { } content })
            proof.Id = _reader.FindId(key.AccountId, content.PaymentId);
        return Fault(transfer, proof);
    }

    public void Dispose() => _reader.Dispose();

    private CheckedProof Check(ProofRow row) => new(row, row.Key is { } key ? signatures.Read(row.Proof.Jws, key.Spki) : null);

    private Dictionary<string, HubKey> ReadHubs()
    {
        var hubs = new Dictionary<string, HubKey>();
        using var command = new PreparedCommand(connection, "SELECT fingerprint, spki, from_at, to_at FROM hub_keys");
        using var rows = command.Read();
        while (rows.Read())
        {
            var fingerprint = rows.IsText(0) ? rows.Text(0) : throw new InvalidCastException("A key of the hub has no fingerprint.");
            hubs.Add(fingerprint, new HubKey { Fingerprint = fingerprint, Spki = rows.Bytes(1), FromAt = rows.Required(2), ToAt = rows.IsNull(3) ? null : rows.Required(3) });
        }
        return hubs;
    }

    private string? Fault(Transfer transfer, CheckedProof proof)
    {
        var (key, content) = (proof.Row.Key, proof.Content);
        if (key is null || key.AccountId != transfer.DebitId || key.FromTransfer >= transfer.Id || key.ToTransfer < transfer.Id)
            return $"was authorised by key row {proof.Row.Proof.KeyId}, which was not its payer's at that time";
        if (content is null)
            return $"holds a signed payment that key row {key.Id} did not sign";
        if (Account.KeyOf(content.Payer) != proof.Row.Payer || Account.KeyOf(content.Payee) != proof.Row.Payee
            || content.Amount != transfer.Amount || content.Memo != transfer.Memo)
            return "is not the payment that its payer signed";
        if (!(_hubs ??= ReadHubs()).TryGetValue(content.Hub, out var hub) || hub.FromAt > transfer.At || hub.ToAt < transfer.At)
            return "was signed for another hub, or for a key that the hub did not have at that time";
        if (UnixMicroseconds.From(content.ExpiresAt) <= transfer.At)
            return "was executed after the time for which it was signed";
        return proof.Id is { Outcome: (int)TransferOutcome.Executed } id && id.TransferId == transfer.Id
            && id.ContentHash.AsSpan().SequenceEqual(content.ContentHash) && id.KeepUntil is null
            ? null
            : $"is not what payment id {content.PaymentId} stands for";
    }
}
