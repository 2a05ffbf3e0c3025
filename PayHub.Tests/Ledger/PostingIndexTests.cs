using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Data.Settings;
using PayHub.Data.Storage;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>Postings are written behind, and whoever reads an account's history never sees a difference.</summary>
public sealed class PostingIndexTests(ITestOutputHelper output)
{
    private const int Lives = 4;
    private const int BatchFailed = 2002;
    private const int IndexingFailed = 2006;
    private static readonly string[] Names = ["a0", "a1", "a2", "a3", "a4", "a5"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Histories_are_the_transfers_at_every_stage_of_a_run_and_after_every_crash(int runLength)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var stages = new Dictionary<string, int>();
        for (var life = 0; life < Lives; life++)
        {
            var isLast = life == Lives - 1;
            await using var rig = await StartAsync(folder, life, runLength, isLast ? null : Timeout.InfiniteTimeSpan);
            for (var round = 0; round < 10; round++)
            {
                await PayAsync(rig, random, random.Next(2) == 0 ? 1 : random.Next(1, Math.Min(runLength, 60) + 1));
                // Nobody writes while the gate is held: this is one moment, in the middle of a run or not.
                using var still = await rig.Gate.EnterAsync(Stop);
                var stage = await AssertHistoriesAsync(rig);
                stages[stage] = stages.GetValueOrDefault(stage) + 1;
                if (round % 3 == 0)
                    Assert.Null((await rig.VerifyAsync()).Fault);
                if (round == 7)
                    SaveAsOfACrash(rig.File, LifeOf(folder, life + 1));
            }
            if (isLast)
                await rig.WaitForPostingsAsync();
            await AssertHistoriesAsync(rig);
        }
        output.WriteLine(string.Join(", ", stages));
        Assert.True(runLength == 1 || stages.GetValueOrDefault("half merged") > 0, "no run was met in its middle");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1_000)]
    public async Task What_was_paid_today_is_counted_after_a_crash_wherever_its_postings_are(int runLength)
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var limits = new AccountsOptions { KeylessDailyLimit = 105 };
        await using (var before = await LedgerRig.StartAsync(clock, limits, LifeOf(folder, 0), runLength, Timeout.InfiniteTimeSpan))
        {
            foreach (var name in Names)
                await before.OpenAsync(name);
            for (var i = 0; i < 10; i++)
                Assert.Equal(TransferOutcome.Executed, (await before.PayAsync("a0", 10, "a1", 3)).Outcome);
            using var still = await before.Gate.EnterAsync(Stop);
            SaveAsOfACrash(before.File, LifeOf(folder, 1));
        }
        await using var rig = await LedgerRig.StartAsync(clock, limits, LifeOf(folder, 1), runLength, Timeout.InfiniteTimeSpan);
        Assert.Equal(TransferOutcome.Limit, (await rig.PayAsync("a0", 6, "a1", 3)).Outcome);
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("a0", 5, "a1", 3)).Outcome);
    }

    [Fact]
    public async Task A_stopped_ledger_has_all_its_postings()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await StartAsync(folder, 0, 1_000, Timeout.InfiniteTimeSpan);
        await PayAsync(rig, new Random(1), 30);
        Assert.Equal(0, rig.Query("SELECT indexed_to FROM ledger_head"));
        await rig.StopAsync();
        Assert.Equal(0, rig.Query("SELECT last_transfer - indexed_to FROM ledger_head"));
        Assert.Equal(0, rig.Query("SELECT count(*) - 2 * (SELECT count(*) FROM transfers) FROM postings"));
    }

    [Fact]
    public async Task Postings_that_can_t_be_written_do_not_stop_the_ledger_and_are_written_later()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await StartAsync(folder, 0, 1_000);
        rig.Errors.Expect(IndexingFailed);
        await rig.WaitForPostingsAsync();
        rig.Execute("CREATE TRIGGER unwritable BEFORE INSERT ON postings BEGIN SELECT RAISE(ABORT, 'broken by the test'); END");
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("a0", 1, "a1", 3)).Outcome);
        await rig.Errors.WaitForAsync(IndexingFailed);
        await AssertHistoriesAsync(rig);
        rig.Execute("DROP TRIGGER unwritable");
        await rig.WaitForPostingsAsync();
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("a0", 1, "a1", 3)).Outcome);
        await AssertHistoriesAsync(rig);
    }

    [Fact]
    public async Task A_tail_of_many_runs_is_taken_up_whole()
    {
        using var folder = new TemporaryFolder();
        await using (var before = await StartAsync(folder, 0, 10_000, Timeout.InfiniteTimeSpan))
        {
            await PayAsync(before, new Random(2), 200, mayFail: false);
            using var still = await before.Gate.EnterAsync(Stop);
            SaveAsOfACrash(before.File, LifeOf(folder, 1));
        }
        var (file, transfers) = (Path.Combine(LifeOf(folder, 1), "payhub.db"), 200 + Names.Length);
        TestDatabase.Execute(file, "UPDATE ledger_head SET indexed_to = 0; DELETE FROM postings; INSERT INTO postings SELECT debit_id, id FROM transfers WHERE id % 3 = 0");
        await using var rig = await StartAsync(folder, 1, 13);
        Assert.InRange(rig.Query("SELECT last_transfer - indexed_to FROM ledger_head"), 0, 2 * 13);
        await AssertHistoriesAsync(rig);
        await rig.WaitForPostingsAsync();
        Assert.Equal(2 * transfers, rig.Query("SELECT count(*) FROM postings"));
    }

    private static string LifeOf(TemporaryFolder folder, int life) => Directory.CreateDirectory(folder.File($"{life}")).FullName;

    private static async Task<LedgerRig> StartAsync(TemporaryFolder folder, int life, int runLength, TimeSpan? quiet = null)
    {
        var rig = await LedgerRig.StartAsync(folder: LifeOf(folder, life), postingRun: runLength, quiet: quiet);
        rig.Errors.Expect(BatchFailed);
        if (life > 0)
            return rig;
        foreach (var name in Names)
            await rig.OpenAsync(name, 1_000_000);
        rig.Execute("CREATE TRIGGER broken AFTER INSERT ON transfers WHEN new.amount = 13 BEGIN SELECT RAISE(ABORT, 'broken by the test'); END");
        return rig;
    }

    // Some batches are of one payment, some of many, and some fail.
    private static async Task PayAsync(LedgerRig rig, Random random, int count, bool mayFail = true)
    {
        var waiting = new List<Task<TransferResult>>();
        var fails = mayFail && random.Next(8) == 0;
        using (await rig.Gate.EnterAsync(Stop))
        {
            for (var n = count; n > 0; n--)
            {
                var (from, to) = (random.Next(Names.Length), random.Next(1, Names.Length));
                var payee = (from + to) % Names.Length;
                var amount = fails && n == 1 ? 13 : random.Next(14, 100);
                waiting.Add(rig.PayAsync(Names[from], amount, Names[payee], 2 + payee).AsTask());
            }
        }
        await Task.WhenAll(waiting);
    }

    // What a crash leaves is what is in the file and its log; the log's index is made anew.
    private static void SaveAsOfACrash(string file, string folder)
    {
        foreach (var part in new[] { "", "-wal" })
            File.Copy(file + part, Path.Combine(folder, "payhub.db" + part));
    }

    private static async Task<string> AssertHistoriesAsync(LedgerRig rig)
    {
        // With its connections pooled: there are many questions.
        var database = new PayHubDatabase($"Data Source={rig.File}", rig.Gate);
        try
        {
            return await AssertHistoriesAsync(database);
        }
        finally
        {
            database.CloseConnections();
        }
    }

    private static async Task<string> AssertHistoriesAsync(PayHubDatabase database)
    {
        await using var db = database.OpenRead();
        var transfers = await db.Transfers.OrderByDescending(t => t.Id).ToListAsync(Stop);
        var head = await db.LedgerHead.SingleAsync(Stop);
        foreach (var account in await db.Accounts.Where(a => a.Id <= 4).ToListAsync(Stop))
        {
            var expected = transfers.Where(t => t.DebitId == account.Id || t.CreditId == account.Id).ToList();
            var ids = expected.ConvertAll(t => t.Id);
            Assert.Equal(ids, await PagedAsync(new HistoryQueries(database), account.Id));
            Assert.Equal(ids, await StreamedAsync(new LedgerQueries(database), account.Name));
            Assert.Equal(account.Balance, await BalanceAtEndAsync(new BalanceHistory(database, new TimeGrid()), account, expected));
        }
        var beyond = await db.Postings.CountAsync(p => p.TransferId > head.IndexedTo, Stop);
        return beyond > 0 ? "half merged" : head.IndexedTo == head.LastTransfer ? "indexed" : "not begun";
    }

    private static async Task<List<long>> PagedAsync(HistoryQueries queries, long account)
    {
        var ids = new List<long>();
        for (var page = await queries.PageAsync(account, 30, null); page.Count > 0; page = await queries.PageAsync(account, 30, ids[^1]))
            ids.AddRange(page.Select(r => r.Id));
        return ids;
    }

    private static async Task<List<long>> StreamedAsync(LedgerQueries queries, string name)
    {
        var ids = new List<long>();
        await foreach (var row in queries.StreamAsync(new LedgerFilter(name), Stop))
            ids.Add(row.Id);
        return ids;
    }

    private static async Task<long> BalanceAtEndAsync(BalanceHistory history, Account account, List<Transfer> transfers)
    {
        if (transfers.Count == 0)
            return 0;
        var (from, until) = (UnixMicroseconds.ToMoment(transfers[^1].At).AddSeconds(-1), UnixMicroseconds.ToMoment(transfers[0].At).AddSeconds(1));
        return (await history.ReadAsync(account.Id, from, until, Stop))[^1].Balance;
    }
}
