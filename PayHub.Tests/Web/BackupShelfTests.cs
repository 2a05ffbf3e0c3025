using PayHub.Data.Integrity;
using PayHub.Data.Storage;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

public sealed class BackupShelfTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_are_kept_and_nothing_else_is_touched()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await LedgerRig.StartAsync(folder: folder.Path);
        await rig.OpenAsync("alice");
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var shelf = new BackupShelf(new DataDirectory(folder.Path), new DatabaseBackup(rig.Database), rig.Database, clock);
        Assert.Empty(shelf.List());
        var first = await shelf.MakeAsync(null, Stop);
        Assert.Equal(("payhub-20260301T120000Z-block-1.db", clock.GetUtcNow(), 1L), (first.Name, first.At, first.Block));
        var mine = Path.Combine(folder.Path, "backups", "mine.db");
        await File.WriteAllTextAsync(mine, "keep me", Stop);
        for (var i = 0; i < BackupShelf.Kept; i++)
        {
            clock.Move(TimeSpan.FromSeconds(1));
            await shelf.MakeAsync(null, Stop);
        }
        Assert.Equal(BackupShelf.Kept, shelf.List().Count);
        Assert.Null(shelf.Find(first.Name));
        Assert.Equal("payhub-20260301T120010Z-block-1.db", shelf.List()[0].Name);
        Assert.True(File.Exists(mine));
    }

    [Fact]
    public async Task One_that_is_given_up_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await LedgerRig.StartAsync(folder: folder.Path);
        rig.Execute("CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT i, hex(randomblob(500)) AS b FROM n");
        var shelf = new BackupShelf(new DataDirectory(folder.Path), new DatabaseBackup(rig.Database), rig.Database, TimeProvider.System);
        using var enough = new CancellationTokenSource();
        var steps = new List<double>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shelf.MakeAsync(new Steps(part =>
        {
            steps.Add(part);
            enough.Cancel();
        }), enough.Token));
        Assert.InRange(Assert.Single(steps), 0.01, 0.99);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Path, "backups")));
        rig.Execute("DROP TABLE ballast");
    }

    [Fact]
    public async Task The_room_that_is_asked_for_counts_what_is_still_in_the_log()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await LedgerRig.StartAsync(folder: folder.Path);
        for (var i = 0; i < 20; i++)
            await rig.OpenAsync($"a{i}");
        var shelf = new BackupShelf(new DataDirectory(folder.Path), new DatabaseBackup(rig.Database), rig.Database, TimeProvider.System);
        var log = new FileInfo(rig.Database.File + "-wal").Length;
        Assert.InRange(log, 1, long.MaxValue);
        Assert.Equal(new FileInfo(rig.Database.File).Length + log + BackupShelf.Reserve, shelf.Needed);
    }

    private sealed class Steps(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
