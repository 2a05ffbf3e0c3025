using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>A transfer as stored, with all that stands beside it. Filled again and again: a ledger has more rows than memory.</summary>
internal sealed class LedgerRow
{
    /// <summary>The transfer.</summary>
    public Transfer Transfer { get; } = new() { Digest = new byte[CanonicalTransfer.DigestLength] };

    /// <summary>Whether a column of it holds another type than it should.</summary>
    public bool HasWrongType { get; set; }

    /// <summary>Who moved money by hand, and why.</summary>
    public TransferNote? Note { get; set; }

    /// <summary>What it reverses; null where it reverses nothing, or nothing that is there.</summary>
    public ReversedTransfer? Original { get; set; }

    /// <summary>The signed payment that stands by it; null for none.</summary>
    public ProofRow? Signed { get; set; }

    /// <summary>The same, checked.</summary>
    public CheckedProof? Proof { get; set; }

    /// <summary>Where its canonical bytes end among those of its page.</summary>
    public int CanonicalEnd { get; set; }

    /// <summary>Whether they have the digest that is stored.</summary>
    public bool HasItsDigest { get; set; }

    /// <summary>Whether, without a signed payment, its payer had a key at that time: then nothing is paid from the account.</summary>
    public bool HadKey { get; set; }

    /// <summary>What it says; whose signed payment was checked.</summary>
    public CanonicalTransfer ToCanonical()
    {
        var t = Transfer;
        return new CanonicalTransfer(
            t.Id, t.At, t.Kind, t.DebitId, t.CreditId, t.Amount, t.ReversesId, Proof?.Content?.PaymentId, Proof?.Row.KeyId,
            Proof?.Row.Jws, Note?.OperatorId, Note?.Reason);
    }
}

/// <summary>A transfer that another one reverses.</summary>
/// <param name="Kind">Why it moved money.</param>
/// <param name="DebitId">The account that paid.</param>
/// <param name="CreditId">The account that was paid.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="HasTotal">Whether its reversals are summed up.</param>
internal sealed record ReversedTransfer(TransferKind Kind, long DebitId, long CreditId, long Amount, bool HasTotal);

/// <summary>The ledger is not what it must be; the message says where.</summary>
internal sealed class LedgerFaultException(string message) : Exception(message)
{
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds)
            throw new LedgerFaultException(otherwise);
    }
}

/// <summary>The ledger, computed again from nothing, and held against what is stored.</summary>
/// <param name="expected">A block number and hash that must stand in the chain.</param>
internal sealed class LedgerReplay((long Number, string Hash)? expected) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ReplayedBalances _balances = new();
    private byte[] _lastHash = new byte[SHA256.HashSizeInBytes];
    private bool _metExpected;
    private Block? _block;

    public Block? LastBlock { get; private set; }

    public long LastTransfer { get; private set; }

    /// <summary>How many accounts' balances were checked.</summary>
    public int Accounts { get; private set; }

    public void Begin(Block block, bool hasWrongType)
    {
        _block = block;
        Require(!hasWrongType, $"block {block.Number}: holds a value of another type");
        var number = (LastBlock?.Number ?? 0) + 1;
        Require(block.Number == number, $"block {number} is missing: after it comes block {block.Number}");
        Require(block.FirstId == LastTransfer + 1, $"block {block.Number}: begins with transfer {block.FirstId} instead of {LastTransfer + 1}");
        Require(block.LastId >= block.FirstId, $"block {block.Number}: ends before it begins");
        Require(block.At >= (LastBlock?.At ?? 0), $"block {block.Number}: is older than the block before it");
        _hash.AppendData(_lastHash);
    }

    public void Apply(LedgerRow row, string? proofFault)
    {
        var (t, proof) = (row.Transfer, row.Proof);
        RequireTransfer(t.Id == LastTransfer + 1, LastTransfer + 1, "is missing");
        RequireTransfer(!row.HasWrongType, t.Id, "holds a value of another type");
        if (t.Amount <= 0)
            Fail(t.Id, $"moves {t.Amount}");
        RequireTransfer(t.DebitId != t.CreditId, t.Id, "pays from an account to itself");
        RequireTransfer(t.At == _block!.At, t.Id, "has another time than its block");
        if (!Enum.IsDefined(t.Kind))
            Fail(t.Id, $"is of the unknown kind {(int)t.Kind}");
        RequireTransfer(proof is not null || t.Memo is null, t.Id, "has a memo, but no signed payment that holds it");
        RequireTransfer(proof is null || t.Kind == TransferKind.Payment, t.Id, "is no payment, but has a signed one");
        RequireTransfer(proof is not null || !row.HadKey, t.Id, "is a payment without a signature from an account with a key");
        RequireTransfer(proofFault is null, t.Id, proofFault ?? "");
        if (KindRules.Fault(row) is { } fault)
            Fail(t.Id, fault);
        RequireTransfer(row.HasItsDigest, t.Id, "differs from its digest: it was changed");
        if (_balances.Move(t.DebitId, -(Int128)t.Amount) is var debited && debited != t.DebitAfter)
            Fail(t.Id, $"says that the payer had {t.DebitAfter} after it, but it was {debited}");
        if (_balances.Move(t.CreditId, t.Amount) is var credited && credited != t.CreditAfter)
            Fail(t.Id, $"says that the payee had {t.CreditAfter} after it, but it was {credited}");
        RequireTransfer(t.DebitId == Account.IssuanceId || t.DebitAfter >= 0, t.Id, "overdraws the payer");
        LastTransfer = t.Id;
    }

    /// <summary>Adds canonical bytes of transfers that were applied to the hash of their block.</summary>
    public void Append(ReadOnlySpan<byte> canonical) => _hash.AppendData(canonical);

    public void End(Block block)
    {
        RequireTransfer(LastTransfer == block.LastId, LastTransfer + 1, "is missing");
        var computed = _hash.GetHashAndReset();
        Require(computed.AsSpan().SequenceEqual(block.Hash), $"block {block.Number}: its hash is not that of its transfers: block or chain was changed");
        if (expected is { } e && e.Number == block.Number)
        {
            Require(Convert.FromHexString(e.Hash).AsSpan().SequenceEqual(block.Hash), $"block {block.Number}: its hash is not the expected {e.Hash}: the ledger was rewritten");
            _metExpected = true;
        }
        (_lastHash, LastBlock) = (block.Hash, block);
    }

    public void CheckHeadTypes(long? wrongHead) =>
        Require(wrongHead is null, $"block {LastBlock?.Number ?? 0}, transfer {LastTransfer}: the head holds a value of another type");

    public void CheckHead(IReadOnlyList<LedgerHead> heads, AuditEntry? lastAudit)
    {
        Require(heads is [{ Id: 1 }], $"block {LastBlock?.Number ?? 0}, transfer {LastTransfer}: the ledger's head is not one row");
        var head = heads[0];
        Require(
            head.LastTransfer == LastTransfer && head.LastBlock == (LastBlock?.Number ?? 0),
            $"the head stands at block {head.LastBlock}, transfer {head.LastTransfer}, but the chain ends at block {LastBlock?.Number ?? 0}, transfer {LastTransfer}");
        Require(head.LastHash.AsSpan().SequenceEqual(_lastHash), $"block {head.LastBlock}, transfer {head.LastTransfer}: the head's hash is not that of the last block");
        Require(head.IndexedTo >= 0 && head.IndexedTo <= LastTransfer, $"block {head.LastBlock}, transfer {head.LastTransfer}: the head says that postings are written up to transfer {head.IndexedTo}");
        Require(
            head.LastAudit == (lastAudit?.Id ?? 0) && head.AuditHash.AsSpan().SequenceEqual(lastAudit?.Hash ?? new byte[SHA256.HashSizeInBytes]),
            $"block {head.LastBlock}, transfer {head.LastTransfer}: the head does not name the last row of the audit");
        Require(_balances.Sum == 0, "the sum of all balances is not zero");
    }

    /// <param name="id">The account.</param>
    /// <param name="name">Its name, in UTF-8 as stored: there may be a million of them.</param>
    /// <param name="nameKey">The name by which it is found.</param>
    /// <param name="isSystem">Whether it is marked as issuing money.</param>
    /// <param name="balance">Minor units.</param>
    public void CheckAccount(long id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> nameKey, bool isSystem, long balance)
    {
        if (_balances.Take(id) is var computed && balance != computed)
            throw AccountFault(name, $"its balance says {balance}, but its transfers make {computed}");
        if (!isSystem && balance < 0)
            throw AccountFault(name, "is overdrawn");
        if (isSystem != (id == Account.IssuanceId))
            throw AccountFault(name, "is marked as a system account by mistake");
        if (!IsKeyOf(nameKey, name))
            throw AccountFault(name, $"is found as {Encoding.UTF8.GetString(nameKey)}");
        Accounts++;
    }

    public void CheckNoAccountIsMissing()
    {
        foreach (var account in _balances.Accounts)
            throw new LedgerFaultException($"account {account} has transfers, but is not there");
    }

    public static void CheckProofs(long proofs, long executedIds, long checkedProofs)
    {
        Require(proofs == checkedProofs, $"there are {proofs} signed payments, but {checkedProofs} stand by transfers");
        Require(executedIds == proofs, $"there are {executedIds} executed payment ids, but {proofs} signed payments");
    }

    public void CheckCount(long transfers) => Require(transfers == LastTransfer, $"there are {transfers} transfers, but the chain holds {LastTransfer}");

    public void Dispose() => _hash.Dispose();

    public void CheckExpectedWasMet() =>
        Require(expected is null || _metExpected, string.Create(CultureInfo.InvariantCulture, $"block {expected?.Number}, which was expected, is not in the chain"));

    private static LedgerFaultException AccountFault(ReadOnlySpan<byte> name, string fault) => new($"account {Encoding.UTF8.GetString(name)}: {fault}");

    // As Account.KeyOf makes it.
    private static bool IsKeyOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(key, name) && !key.ContainsAnyInRange((byte)'A', (byte)'Z');

    // The words of a fault are made only where there is one: this runs for every row.
    private void RequireTransfer(bool holds, long id, string otherwise)
    {
        if (!holds)
            Fail(id, otherwise);
    }

    private void Fail(long id, string fault) => throw new LedgerFaultException($"block {_block!.Number}, transfer {id}: {fault}");

    private static void Require(bool holds, string otherwise) => LedgerFaultException.Unless(holds, otherwise);
}
