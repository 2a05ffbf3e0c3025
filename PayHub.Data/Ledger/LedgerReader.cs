using System.Buffers;
using System.Security.Cryptography;
using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>A block as stored.</summary>
/// <param name="Block">The block.</param>
/// <param name="HasWrongType">Whether a column of it holds another type than it should.</param>
internal readonly record struct StoredBlock(Block Block, bool HasWrongType);

/// <summary>A stretch of the ledger, read at once. Used again and again.</summary>
internal sealed class LedgerPage
{
    /// <summary>The most transfers of a page: few enough that no statement lasts, and that many pages can be under way.</summary>
    public const int Most = 1024;

    /// <summary>The blocks that begin on this page.</summary>
    public List<StoredBlock> Blocks { get; } = [];

    /// <summary>The transfers, the first <see cref="Count"/> of them.</summary>
    public LedgerRow[] Rows { get; } = [.. Enumerable.Range(0, Most).Select(_ => new LedgerRow())];

    /// <summary>How many transfers there are.</summary>
    public int Count { get; set; }

    /// <summary>Whether the blocks so far end with it.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The canonical bytes of its transfers, one behind the other, once they are checked.</summary>
    public ArrayBufferWriter<byte> Canonical { get; } = new(Most * 192);

    /// <summary>The check of what each row says by itself, its signature and its digest, which goes on meanwhile.</summary>
    public Task Checked { get; set; } = Task.CompletedTask;

    /// <summary>Checks each row's signature and digest.</summary>
    public void CheckRows(ProofReplay proofs, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[CanonicalTransfer.DigestLength];
        Canonical.ResetWrittenCount();
        foreach (var row in Rows.AsSpan(0, Count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Proof = row.Signed is { } signed ? proofs.Check(signed) : null;
            CanonicalTransfer.Digest(sha256, row.ToCanonical().AppendTo(Canonical), digest);
            (row.CanonicalEnd, row.HasItsDigest) = (Canonical.WrittenCount, digest.SequenceEqual(row.Transfer.Digest));
        }
    }

    /// <summary>The row of a transfer; null where it is not on this page.</summary>
    /// <param name="id">The transfer.</param>
    /// <param name="at">Where to look from: they are asked for in order.</param>
    public LedgerRow? Find(long id, ref int at)
    {
        while (at < Count && Rows[at].Transfer.Id < id)
            at++;
        return at < Count && Rows[at].Transfer.Id == id ? Rows[at] : null;
    }
}

/// <summary>Reads the ledger in order, page by page, by statements that are compiled once: EF would cost more than all checks.</summary>
internal sealed class LedgerReader : IDisposable
{
    private const int BlocksAtOnce = 4096;

    private readonly PreparedCommand _blocks;
    private readonly PreparedCommand _transfers;
    private readonly PreparedCommand _notes;
    private readonly PreparedCommand _original;
    private readonly PreparedCommand _keys;
    private readonly PreparedCommand _hadKey;
    private readonly ProofReader _proofs;
    private readonly Dictionary<long, long> _firstKeys = [];
    private long _lastBlock;
    private long _lastTransfer;
    private long _end;
    private long _lastKey = long.MinValue;

    /// <summary>Reads on behind a block, over an open connection.</summary>
    public LedgerReader(sqlite3 connection, Block? after)
    {
        (_lastBlock, _lastTransfer, _end) = (after?.Number ?? 0, after?.LastId ?? 0, after?.LastId ?? 0);
        _blocks = new(connection, "SELECT number, first_id, last_id, at, hash FROM blocks WHERE number > $after AND number <= $goal ORDER BY number LIMIT 4096", "$after", "$goal");
        _transfers = new(
            connection,
            "SELECT id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, reverses_id, memo, digest FROM transfers "
            + "WHERE id > $after AND id <= $to ORDER BY id LIMIT $most",
            "$after", "$to", "$most");
        _notes = new(connection, "SELECT transfer_id, operator_id, reason FROM transfer_notes WHERE transfer_id > $after AND transfer_id <= $to ORDER BY transfer_id", "$after", "$to");
        _original = new(
            connection,
            "SELECT kind, debit_id, credit_id, amount, EXISTS (SELECT 1 FROM reversal_totals r WHERE r.transfer_id = t.id) FROM transfers t WHERE t.id = $id", "$id");
        _keys = new(connection, "SELECT id, account_id, from_transfer FROM account_keys WHERE id > $after ORDER BY id", "$after");
        _hadKey = new(
            connection,
            "SELECT 1 FROM account_keys WHERE account_id = $account AND from_transfer < $id AND (to_transfer IS NULL OR to_transfer >= $id) LIMIT 1", "$account", "$id");
        _proofs = new ProofReader(connection);
    }

    /// <summary>Reads the next page.</summary>
    /// <param name="page">Filled.</param>
    /// <param name="goal">The last block to read.</param>
    /// <returns>False behind the last one.</returns>
    public bool TryRead(LedgerPage page, long goal)
    {
        page.Blocks.Clear();
        if (_lastTransfer >= _end)
            ReadBlocks(page.Blocks, goal);
        if (page.Blocks.Count == 0 && _lastTransfer >= _end)
            return false;
        ReadKeys();
        ReadTransfers(page);
        page.IsWhole = page.Count < LedgerPage.Most || _lastTransfer >= _end;
        if (page.IsWhole)
            _lastTransfer = _end;
        return true;
    }

    public void Dispose()
    {
        foreach (var command in (PreparedCommand[])[_blocks, _transfers, _notes, _original, _keys, _hadKey])
            command.Dispose();
        _proofs.Dispose();
    }

    // As many as fill a page, one at least: a large one takes several pages.
    private void ReadBlocks(List<StoredBlock> blocks, long goal)
    {
        using var rows = _blocks.Read(_lastBlock, goal);
        while (blocks.Count < BlocksAtOnce && rows.Read())
        {
            var block = new Block { Number = rows.Int64(0), FirstId = rows.Int64(1), LastId = rows.Int64(2), At = rows.Int64(3), Hash = rows.Bytes(4) };
            if (blocks.Count > 0 && block.LastId - _lastTransfer > LedgerPage.Most)
                return;
            blocks.Add(new StoredBlock(block, !(rows.IsInteger(1) && rows.IsInteger(2) && rows.IsInteger(3) && rows.IsBlob(4))));
            (_lastBlock, _end) = (block.Number, Math.Max(_end, block.LastId));
        }
    }

    // A key that is bound after this is of no meaning for the transfers that were there before.
    private void ReadKeys()
    {
        using var rows = _keys.Read(_lastKey);
        while (rows.Read())
        {
            _lastKey = rows.Required(0);
            var (account, from) = (rows.Required(1), rows.Required(2));
            _firstKeys[account] = Math.Min(from, _firstKeys.GetValueOrDefault(account, long.MaxValue));
        }
    }

    private void ReadTransfers(LedgerPage page)
    {
        var after = _lastTransfer;
        page.Count = 0;
        using (var rows = _transfers.Read(after, _end, LedgerPage.Most))
        {
            while (rows.Read())
                Fill(page.Rows[page.Count++], rows);
        }
        if (page.Count == 0)
            return;
        _lastTransfer = page.Rows[page.Count - 1].Transfer.Id;
        Join(page, after);
    }

    private static void Fill(LedgerRow row, SqlRows rows)
    {
        (row.Note, row.Original, row.Signed, row.Proof, row.HadKey) = (null, null, null, null, false);
        var t = row.Transfer;
        (t.Id, t.DebitId, t.CreditId, t.Amount, t.DebitAfter) = (rows.Int64(0), rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Int64(4));
        var kind = rows.Int64(6);
        (t.CreditAfter, t.Kind, t.At, t.ReversesId) = (rows.Int64(5), (TransferKind)(int)kind, rows.Int64(7), rows.IsNull(8) ? null : rows.Int64(8));
        t.Memo = rows.IsNull(9) ? null : rows.Text(9);
        var digest = rows.Span(10);
        if (digest.Length == t.Digest.Length)
            digest.CopyTo(t.Digest);
        else
            t.Digest = digest.ToArray();
        row.HasWrongType = kind != (int)kind || !(rows.IsInteger(1) && rows.IsInteger(2) && rows.IsInteger(3) && rows.IsInteger(4) && rows.IsInteger(5) && rows.IsInteger(6)
            && rows.IsInteger(7) && (t.ReversesId is null || rows.IsInteger(8)) && rows.IsBlob(10));
    }

    private void Join(LedgerPage page, long after)
    {
        var (at, last) = (0, page.Rows[page.Count - 1].Transfer.Id);
        using (var notes = _notes.Read(after, last))
        {
            while (notes.Read())
            {
                if (page.Find(notes.Int64(0), ref at) is { } noted)
                    noted.Note = new TransferNote { TransferId = notes.Int64(0), OperatorId = notes.Text(1), Reason = notes.Text(2) };
            }
        }
        _proofs.ReadInto(page, after);
        foreach (var row in page.Rows.AsSpan(0, page.Count))
        {
            row.HadKey = row.Signed is null && row.Transfer.Kind == TransferKind.Payment && HadKey(row.Transfer.DebitId, row.Transfer.Id);
            row.Original = row.Transfer.ReversesId is { } id ? Original(id) : null;
        }
    }

    private bool HadKey(long account, long transfer)
    {
        if (!_firstKeys.TryGetValue(account, out var from) || from >= transfer)
            return false;
        using var rows = _hadKey.Read(account, transfer);
        return rows.Read();
    }

    private ReversedTransfer? Original(long id)
    {
        using var rows = _original.Read(id);
        return rows.Read() ? new ReversedTransfer((TransferKind)rows.Int32(0), rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Boolean(4)) : null;
    }
}
