using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Tests.Ledgers;

namespace PayHub.Tests.Web;

/// <summary>What the chart of an account's balance shows is what the account held then.</summary>
public sealed class BalanceHistoryTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_point_is_what_replaying_the_ledger_gives_whatever_stretch_is_asked_for()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var begin = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var clock = new ManualClock(begin);
        await using var rig = await LedgerRig.StartAsync(clock);
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add(await rig.OpenAsync($"a{i}", 5_000));
        for (var i = 0; i < 900; i++)
        {
            if (random.Next(3) == 0)
                clock.Move(TimeSpan.FromSeconds(random.Next(4000)));
            // The third takes part rarely: all its transfers fit.
            var (from, to) = random.Next(20) == 0 ? (2, random.Next(2)) : (random.Next(2), random.Next(20) == 0 ? 2 : random.Next(2));
            await rig.PayAsync($"a{from}", random.Next(1, 400), $"a{to}", ids[to]);
        }
        await using var db = rig.Database.OpenRead();
        var transfers = await db.Transfers.OrderBy(t => t.Id).ToListAsync(Stop);
        var last = UnixMicroseconds.ToMoment(transfers[^1].At);
        var history = new BalanceHistory(rig.Database, new TimeGrid());
        foreach (var account in ids.Append(Account.IssuanceId))
        {
            for (var n = 0; n < 25; n++)
            {
                var from = begin + (last - begin) * (random.NextDouble() * 1.2 - 0.1);
                var until = from + (last - begin) * random.NextDouble();
                Check(transfers, account, from, until, await history.ReadAsync(account, from, until, Stop));
            }
            Check(transfers, account, begin.AddDays(-1), last.AddDays(1), await history.ReadAsync(account, begin.AddDays(-1), last.AddDays(1), Stop));
        }
    }

    [Fact]
    public async Task Very_many_transfers_are_thinned_out_evenly_and_a_payment_right_now_is_the_last_point()
    {
        const int Count = 120_000;
        await using var scratch = ScratchLedger.Create("alice", "bob");
        await scratch.SaveAsync();
        await FillAsync(scratch, Count);
        var history = new BalanceHistory(scratch.Database, new TimeGrid());
        var (from, until) = (scratch.Start.AddHours(-1), scratch.Start.AddSeconds(Count + 60));
        var points = await history.ReadAsync(3, from, until, Stop);
        Assert.InRange(points.Count, BalanceHistory.Stretches / 2, BalanceHistory.Stretches + 3);
        // Bob gets one unit a second: at each point he holds as many as seconds have passed.
        Assert.All(points.SkipLast(1), p => Assert.Equal((p.At - scratch.Start).TotalSeconds, p.Balance));
        Assert.Equal(new BalancePoint(until, Count), points[^1]);
        var gaps = points.Zip(points.Skip(1), (a, b) => b.At - a.At).ToList();
        Assert.True(gaps.Max() < TimeSpan.FromSeconds(Count) / 90, $"a gap of {gaps.Max()}");
        Assert.Equal(points, await history.ReadAsync(3, from, until, Stop));
    }

    [Fact]
    public async Task An_account_without_transfers_has_no_history()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob", "carol");
        var history = new BalanceHistory(scratch.Database, new TimeGrid());
        Assert.Empty(await history.ReadAsync(4, scratch.Start, scratch.Start.AddDays(1), Stop));
        await scratch.SaveAsync();
        await FillAsync(scratch, 10);
        Assert.Empty(await history.ReadAsync(4, scratch.Start, scratch.Start.AddDays(1), Stop));
        Assert.Empty(await history.ReadAsync(3, scratch.Start.AddDays(-1), scratch.Start, Stop));
    }

    private static void Check(List<Transfer> transfers, long account, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<BalancePoint> points)
    {
        var mine = transfers.Where(t => t.DebitId == account || t.CreditId == account).ToList();
        long HeldAt(DateTimeOffset at) => mine.LastOrDefault(t => t.At <= UnixMicroseconds.From(at)) is { } t
            ? transfers.Where(x => x.Id <= t.Id).Sum(x => x.CreditId == account ? x.Amount : x.DebitId == account ? -x.Amount : 0) : 0;
        var within = mine.Where(t => t.At > UnixMicroseconds.From(from) && t.At <= UnixMicroseconds.From(until)).ToList();
        Assert.True(points.Count <= BalanceHistory.Stretches + 3);
        Assert.Equal(points.OrderBy(p => p.At), points);
        Assert.Equal(HeldAt(until) != 0 || mine.Any(t => t.At <= UnixMicroseconds.From(until)), points.Count > 0);
        if (within.Count <= BalanceHistory.Stretches)
            Assert.Equal(within.Count, points.Count(p => p.At > from && p.At <= until) - (points.Count > 0 ? 1 : 0));
        // Within one block several transfers have one time: the last of them is what held.
        foreach (var point in points.GroupBy(p => p.At).Select(g => g.Last()))
            Assert.Equal(HeldAt(point.At < from ? from : point.At), point.Balance);
    }

    private static async Task FillAsync(ScratchLedger scratch, int count)
    {
        await using var db = scratch.Database.OpenWrite();
        var at = UnixMicroseconds.From(scratch.Start);
        await db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, digest)
            SELECT i, 2, 3, 1, {count} - i, i, 0, {at} + i * 1000000, x'00' FROM n
            """, Stop);
        await db.Database.ExecuteSqlAsync($"INSERT INTO postings SELECT debit_id, id FROM transfers UNION ALL SELECT credit_id, id FROM transfers", Stop);
        await db.Database.ExecuteSqlAsync($"INSERT INTO blocks (number, first_id, last_id, at, hash) SELECT id, id, id, at, zeroblob(32) FROM transfers", Stop);
        await db.Database.ExecuteSqlAsync($"UPDATE ledger_head SET last_transfer = {count}, indexed_to = {count}, last_block = {count}", Stop);
    }
}
