using System.Globalization;
using System.Security.Cryptography;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>A transfer as stored, with all that stands beside it.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Note">Who moved money by hand, and why.</param>
/// <param name="HadKey">Whether its payer had a key at that time, without which nothing is paid from the account.</param>
/// <param name="Original">What it reverses; null where it reverses nothing, or nothing that is there.</param>
internal sealed record LedgerRow(Transfer Transfer, TransferNote? Note, bool HadKey, ReversedTransfer? Original);

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
internal sealed class LedgerReplay((long Number, string Hash)? expected)
{
    private byte[] _lastHash = new byte[SHA256.HashSizeInBytes];
    private bool _metExpected;
    private Block? _block;
    private long? _wrongBlock;
    private long? _wrongTransfer;

    public Block? LastBlock { get; private set; }

    public long LastTransfer { get; private set; }

    /// <summary>How many accounts' balances were checked.</summary>
    public int Accounts { get; private set; }

    /// <summary>The balances by account, minor units, as the transfers so far make them.</summary>
    public Dictionary<long, Int128> Balances { get; } = [];

    /// <summary>Names the next block and transfer, if any, whose columns hold another type than they should.</summary>
    public void ExpectTypes(long? wrongBlock, long? wrongTransfer) => (_wrongBlock, _wrongTransfer) = (wrongBlock, wrongTransfer);

    public void Begin(Block block, IncrementalHash hash)
    {
        _block = block;
        Require(block.Number != _wrongBlock, $"block {block.Number}: holds a value of another type");
        var number = (LastBlock?.Number ?? 0) + 1;
        Require(block.Number == number, $"block {number} is missing: after it comes block {block.Number}");
        Require(block.FirstId == LastTransfer + 1, $"block {block.Number}: begins with transfer {block.FirstId} instead of {LastTransfer + 1}");
        Require(block.LastId >= block.FirstId, $"block {block.Number}: ends before it begins");
        Require(block.At >= (LastBlock?.At ?? 0), $"block {block.Number}: is older than the block before it");
        hash.AppendData(_lastHash);
    }

    public void Apply(LedgerRow row, CheckedProof? proof, string? proofFault, IncrementalHash hash)
    {
        var t = row.Transfer;
        RequireTransfer(t.Id == LastTransfer + 1, LastTransfer + 1, "is missing");
        RequireTransfer(t.Id != _wrongTransfer, t.Id, "holds a value of another type");
        RequireTransfer(t.Amount > 0, t.Id, $"moves {t.Amount}");
        RequireTransfer(t.DebitId != t.CreditId, t.Id, "pays from an account to itself");
        RequireTransfer(t.At == _block!.At, t.Id, "has another time than its block");
        RequireTransfer(Enum.IsDefined(t.Kind), t.Id, $"is of the unknown kind {(int)t.Kind}");
        RequireTransfer(proof is not null || t.Memo is null, t.Id, "has a memo, but no signed payment that holds it");
        RequireTransfer(proof is null || t.Kind == TransferKind.Payment, t.Id, "is no payment, but has a signed one");
        RequireTransfer(proof is not null || !row.HadKey, t.Id, "is a payment without a signature from an account with a key");
        RequireTransfer(proofFault is null, t.Id, proofFault ?? "");
        RequireTransfer(KindRules.Fault(row) is null, t.Id, KindRules.Fault(row) ?? "");
        var canonical = new CanonicalTransfer(
            t.Id, t.At, t.Kind, t.DebitId, t.CreditId, t.Amount, t.ReversesId, proof?.Content?.PaymentId, proof?.Row.Proof.KeyId,
            proof?.Row.Proof.Jws, row.Note?.OperatorId, row.Note?.Reason);
        RequireTransfer(canonical.AppendTo(hash).AsSpan().SequenceEqual(t.Digest), t.Id, "differs from its digest: it was changed");
        RequireTransfer(Move(t.DebitId, -t.Amount) == t.DebitAfter, t.Id, $"says that the payer had {t.DebitAfter} after it, but it was {Balances[t.DebitId]}");
        RequireTransfer(Move(t.CreditId, t.Amount) == t.CreditAfter, t.Id, $"says that the payee had {t.CreditAfter} after it, but it was {Balances[t.CreditId]}");
        RequireTransfer(t.DebitId == Account.IssuanceId || t.DebitAfter >= 0, t.Id, "overdraws the payer");
        LastTransfer = t.Id;
    }

    public void End(Block block, IncrementalHash hash)
    {
        RequireTransfer(LastTransfer == block.LastId, LastTransfer + 1, "is missing");
        var computed = hash.GetHashAndReset();
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
        Require(Balances.Values.Aggregate(Int128.Zero, (sum, b) => sum + b) == 0, "the sum of all balances is not zero");
    }

    public static void CheckAccountTypes(long? wrongAccount) => Require(wrongAccount is null, $"account number {wrongAccount}: holds a value of another type");

    public void CheckAccount(Account account)
    {
        var computed = Balances.GetValueOrDefault(account.Id);
        Require(
            account.Balance == computed,
            $"account {account.Name}: its balance says {account.Balance}, but its transfers make {computed}");
        Require(account.IsSystem || account.Balance >= 0, $"account {account.Name}: is overdrawn");
        Require(account.IsSystem == (account.Id == Account.IssuanceId), $"account {account.Name}: is marked as a system account by mistake");
        Require(account.NameKey == Account.KeyOf(account.Name), $"account {account.Name}: is found as {account.NameKey}");
        Balances.Remove(account.Id);
        Accounts++;
    }

    public void CheckNoAccountIsMissing() =>
        Require(Balances.Count == 0, $"account {Balances.Keys.FirstOrDefault()} has transfers, but is not there");

    public static void CheckProofs(long proofs, long executedIds, long checkedProofs)
    {
        Require(proofs == checkedProofs, $"there are {proofs} signed payments, but {checkedProofs} stand by transfers");
        Require(executedIds == proofs, $"there are {executedIds} executed payment ids, but {proofs} signed payments");
    }

    public void CheckCount(long transfers) => Require(transfers == LastTransfer, $"there are {transfers} transfers, but the chain holds {LastTransfer}");

    public void CheckExpectedWasMet() =>
        Require(expected is null || _metExpected, string.Create(CultureInfo.InvariantCulture, $"block {expected?.Number}, which was expected, is not in the chain"));

    private Int128 Move(long accountId, long amount)
    {
        // Wider than what is stored: a row that was tampered with must not overflow the check.
        var after = Balances.GetValueOrDefault(accountId) + amount;
        Balances[accountId] = after;
        return after;
    }

    private void RequireTransfer(bool holds, long id, string otherwise) => Require(holds, $"block {_block!.Number}, transfer {id}: {otherwise}");

    private static void Require(bool holds, string otherwise) => LedgerFaultException.Unless(holds, otherwise);
}
