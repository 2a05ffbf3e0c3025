using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;

namespace PayHub.Tests.Ledgers;

/// <summary>Whoever saves holds the gate, and lets go of it however that ends: else nothing is ever written again.</summary>
public sealed class WriteGateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_save_that_somebody_else_was_before_leaves_the_gate_open()
    {
        await using var rig = await LedgerRig.StartAsync();
        await using var first = await WithWebhookAsync(rig);
        await using var second = rig.Database.OpenWrite();
        second.Webhooks.Remove(await second.Webhooks.SingleAsync(Stop));
        first.Webhooks.Remove(await first.Webhooks.SingleAsync(Stop));
        await first.SaveChangesAsync(Stop);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Stop));
        await AssertOpenAsync(rig);
    }

    [Fact]
    public async Task A_save_that_is_refused_or_given_up_leaves_the_gate_open()
    {
        await using var rig = await LedgerRig.StartAsync();
        await using var db = await WithWebhookAsync(rig);
        db.Webhooks.Add(new Webhook { Id = (await db.Webhooks.SingleAsync(Stop)).Id + 1, Url = "https://shop.example.org", Secret = [1], Events = null! });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Stop));
        await AssertOpenAsync(rig);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.SaveChangesAsync(new CancellationToken(canceled: true)));
        await AssertOpenAsync(rig);
    }

    [Fact]
    public async Task Who_waits_for_the_gate_and_gives_up_takes_it_from_nobody()
    {
        await using var rig = await LedgerRig.StartAsync();
        await using var db = await WithWebhookAsync(rig);
        (await db.Webhooks.SingleAsync(Stop)).Enabled = true;
        using var patience = new CancellationTokenSource();
        using (await rig.Gate.EnterAsync(Stop))
        {
            var (saving, another) = (db.SaveChangesAsync(patience.Token), rig.Gate.EnterAsync(patience.Token).AsTask());
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => another);
        }
        await AssertOpenAsync(rig);
    }

    private static async Task<PayHubDbContext> WithWebhookAsync(LedgerRig rig)
    {
        var db = rig.Database.OpenWrite();
        db.Webhooks.Add(new Webhook { Url = "https://shop.example.org", Secret = [1], Events = "payment.completed", CreatedAt = 1 });
        await db.SaveChangesAsync(Stop);
        return db;
    }

    private static async Task AssertOpenAsync(LedgerRig rig)
    {
        using var lease = await rig.Gate.EnterAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.True(lease.IsAcquired);
    }
}
