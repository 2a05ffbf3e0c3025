using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>A proof whose signature was checked.</summary>
/// <param name="Row">What is stored.</param>
/// <param name="Content">What was signed; null where the key did not sign it.</param>
internal sealed record CheckedProof(ProofRow Row, SignedContent? Content);

/// <summary>Checks the payers' signatures again.</summary>
/// <param name="signatures">The wire's rules.</param>
/// <param name="connection">Open, to look up what stands around them; used by one caller at a time.</param>
internal sealed class ProofReplay(ISignatureCheck signatures, sqlite3 connection) : IDisposable
{
    private readonly ProofReader _reader = new(connection);
    private readonly PreparedCommand _begin = new(connection, "BEGIN");
    private readonly PreparedCommand _end = new(connection, "COMMIT");
    private Dictionary<string, HubKey>? _hubs;

    /// <summary>How many signatures were judged so far.</summary>
    public long Checked { get; private set; }

    /// <summary>Checks a signature. May be called by several threads at once.</summary>
    public CheckedProof Check(ProofRow row) => new(row, row.Key is { } key ? signatures.Read(row.Jws, key.Spki) : null);

    /// <summary>Judges several over one snapshot: to take SQLite's locks for each costs more than what is looked up. Not to be used again once it threw.</summary>
    public void InTransaction(Action judge)
    {
        _begin.Execute();
        judge();
        _end.Execute();
    }

    /// <summary>Reads and checks the proof of one transfer; null where it has none.</summary>
    public CheckedProof? Read(Transfer transfer) => _reader.Read(transfer) is { } row ? Check(row) : null;

    /// <summary>What is wrong with a transfer's proof, in words; null where nothing is.</summary>
    public string? Judge(Transfer transfer, CheckedProof? proof)
    {
        if (proof is null)
            return null;
        Checked++;
        return Fault(transfer, proof);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _reader.Dispose();
    }

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
            return $"was authorised by key row {proof.Row.KeyId}, which was not its payer's at that time";
        if (content is null)
            return $"holds a signed payment that key row {key.Id} did not sign";
        if (Account.KeyOf(content.Payer) != proof.Row.Payer || Account.KeyOf(content.Payee) != proof.Row.Payee
            || content.Amount != transfer.Amount || content.Memo != transfer.Memo)
            return "is not the payment that its payer signed";
        if (!(_hubs ??= ReadHubs()).TryGetValue(content.Hub, out var hub) || hub.FromAt > transfer.At || hub.ToAt < transfer.At)
            return "was signed for another hub, or for a key that the hub did not have at that time";
        if (UnixMicroseconds.From(content.ExpiresAt) <= transfer.At)
            return "was executed after the time for which it was signed";
        return _reader.IsIdOf(key.AccountId, content.PaymentId, transfer.Id, content.ContentHash)
            ? null
            : $"is not what payment id {content.PaymentId} stands for";
    }
}
