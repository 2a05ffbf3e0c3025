using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>
/// Holds the postings of a stretch against its transfers without looking one up: both are added up in sums of keyed hashes, which
/// are equal where the rows are. Postings are stored by account, so to look for each transfer's would be two walks anywhere.
/// </summary>
/// <param name="goal">The last transfer of the stretch; all up to it are indexed.</param>
internal sealed class PostingSums(long goal)
{
    // A sum for so many transfers, so that a difference says where to look.
    private const int Shift = 14;
    private const int RowsAtOnce = 65_536;

    // Of this run alone: nobody could prepare rows that make the same sum.
    private readonly ulong _key = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Dictionary<long, ulong> _ofTransfers = [];
    private readonly Dictionary<long, ulong> _ofPostings = [];

    /// <summary>The last transfer of the stretch.</summary>
    public long Goal => goal;

    /// <summary>Stretches of transfers whose postings are not theirs: behind the first, and up to the second number.</summary>
    public IEnumerable<(long After, long Last)> Differences => _ofTransfers
        .Where(sum => _ofPostings.GetValueOrDefault(sum.Key) != sum.Value).Select(sum => sum.Key).Order()
        .Select(stretch => ((stretch << Shift) - 1, Math.Min(goal, ((stretch + 1) << Shift) - 1)));

    /// <summary>Adds what a transfer should have.</summary>
    public void Add(long transfer, long debit, long credit)
    {
        if (transfer <= goal)
            CollectionsMarshal.GetValueRefOrAddDefault(_ofTransfers, transfer >> Shift, out _) += Hash(debit, transfer) + Hash(credit, transfer);
    }

    /// <summary>Adds what is stored.</summary>
    public void Scan(sqlite3 connection, CancellationToken cancellationToken)
    {
        using var command = new PreparedCommand(
            connection,
            "SELECT account_id, transfer_id FROM postings WHERE (account_id, transfer_id) > ($account, $transfer) ORDER BY account_id, transfer_id LIMIT 65536",
            "$account", "$transfer");
        var (account, transfer) = (long.MinValue, long.MinValue);
        while (ScanNext(command, ref account, ref transfer) == RowsAtOnce)
            cancellationToken.ThrowIfCancellationRequested();
    }

    private int ScanNext(PreparedCommand command, ref long account, ref long transfer)
    {
        var (read, known) = (0, false);
        using var rows = command.Read(account, transfer);
        for (; rows.Read(); read++)
        {
            // Whatever is no number is nobody's posting: the sums will not be equal.
            if (!rows.IsInteger(0) || !rows.IsInteger(1))
                continue;
            (account, transfer, known) = (rows.Int64(0), rows.Int64(1), true);
            if (transfer <= goal)
                CollectionsMarshal.GetValueRefOrAddDefault(_ofPostings, transfer >> Shift, out _) += Hash(account, transfer);
        }
        return known ? read : 0;
    }

    private ulong Hash(long account, long transfer)
    {
        var high = Math.BigMul((ulong)account ^ _key, (ulong)transfer * 0x9E3779B97F4A7C15 ^ ulong.RotateLeft(_key, 32), out var low);
        var mixed = (high ^ low ^ _key) * 0xFF51AFD7ED558CCD;
        return mixed ^ (mixed >> 32);
    }
}
