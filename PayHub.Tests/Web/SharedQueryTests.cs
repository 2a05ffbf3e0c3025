using PayHub.Web.Live;

namespace PayHub.Tests.Web;

public sealed class SharedQueryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_pages_that_ask_at_once_cost_one_query()
    {
        var runs = 0;
        var query = new SharedQuery<int>(_ => Task.FromResult(Interlocked.Increment(ref runs)), TimeProvider.System);
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => query.GetAsync(Stop)));
        Assert.Equal(1, runs);
        Assert.All(results, r => Assert.Equal(1, r));
    }

    [Fact]
    public async Task Nobody_gets_what_was_read_before_they_asked()
    {
        var truth = 0;
        using var read = new SemaphoreSlim(0);
        var started = new SemaphoreSlim(0);
        var query = new SharedQuery<int>(async stop =>
        {
            var seen = Volatile.Read(ref truth);
            started.Release();
            await read.WaitAsync(stop);
            return seen;
        }, TimeProvider.System);
        var early = query.GetAsync(Stop);
        await started.WaitAsync(Stop);
        Volatile.Write(ref truth, 1);
        var late = query.GetAsync(Stop);
        read.Release(2);
        Assert.Equal(0, await early);
        Assert.Equal(1, await late);
    }

    [Fact]
    public async Task A_failure_reaches_who_asked_and_the_next_read_is_a_new_one()
    {
        var runs = 0;
        var query = new SharedQuery<int>(
            _ => Interlocked.Increment(ref runs) == 1 ? Task.FromException<int>(new IOException("disk")) : Task.FromResult(7), TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(() => query.GetAsync(Stop));
        Assert.Equal(7, await query.GetAsync(Stop));
    }
}
