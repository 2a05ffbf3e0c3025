using PayHub.Data.Storage;
using PayHub.Data.Webhooks;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>Events that every webhook has passed are forgotten, a bounded number at a time; those that one still needs are not.</summary>
public sealed class OutboxForgettingTests : IDisposable
{
    private const int Events = 2500;

    private readonly TemporaryFolder _folder = new();
    private readonly WriteGate _gate = new();

    public OutboxForgettingTests()
    {
        FreshData.WriteDatabase(File);
        TestDatabase.Execute(File, $$"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{Events}})
            INSERT INTO outbox (id, at, kind, payload) SELECT i, i, 'account.created', '{"account":"alice"}' FROM n
            """);
    }

    private string File => _folder.File("payhub.db");

    public void Dispose()
    {
        _folder.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task Without_webhooks_all_are_forgotten_a_thousand_at_a_time()
    {
        using var collector = NewCollector();
        foreach (var left in new[] { 1500, 500, 0, 0 })
        {
            await collector.CollectAsync(TestContext.Current.CancellationToken);
            Assert.Equal(left, TestDatabase.Query(File, "SELECT count(*) FROM outbox"));
        }
    }

    [Fact]
    public async Task It_waits_for_whoever_writes()
    {
        using var collector = NewCollector();
        Task<bool> collecting;
        using (await _gate.EnterAsync(TestContext.Current.CancellationToken))
        {
            collecting = collector.CollectAsync(TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<TimeoutException>(() => collecting.WaitAsync(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken));
            Assert.Equal(Events, TestDatabase.Query(File, "SELECT count(*) FROM outbox"));
        }
        await collecting.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
        Assert.Equal(Events - 1000, TestDatabase.Query(File, "SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task What_the_slowest_webhook_has_not_passed_stays()
    {
        TestDatabase.Execute(File, """
            INSERT INTO webhooks (url, secret, events, enabled, created_at, transfer_cursor, refusal_cursor, outbox_cursor)
            VALUES ('https://a.example', x'01', 'account.created', 0, 0, 0, 0, 300), ('https://b.example', x'01', 'account.created', 0, 0, 0, 0, 2000)
            """);
        using var collector = NewCollector();
        await collector.CollectAsync(TestContext.Current.CancellationToken);
        var slowest = TestDatabase.Query(File, "SELECT min(outbox_cursor) FROM webhooks");
        Assert.InRange(slowest, 301, 1000);
        Assert.Equal((slowest + 1, Events), (TestDatabase.Query(File, "SELECT min(id) FROM outbox"), TestDatabase.Query(File, "SELECT max(id) FROM outbox")));
    }

    private EventCollector NewCollector() => new(new PayHubDatabase($"Data Source={File};Pooling=False", _gate), _gate, TimeProvider.System);
}
