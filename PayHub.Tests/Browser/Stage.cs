using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Tests.Api;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>A hub on which something of everything has happened, so that no page is empty.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>A payment with a signature.</summary>
    public const long Signed = 57;

    private readonly Market _market;
    private readonly TestWallet _vera;

    private Stage(Market market, TestWallet vera) => (_market, _vera) = (market, vera);

    public static async Task<Stage> SetAsync(Hub hub)
    {
        var market = await Market.OpenAsync(hub);
        var vera = await TestWallet.OpenAsync(hub, "vera");
        await vera.AskAsync(vera.Sign(99_999, "maria"));
        await vera.AskAsync(vera.Sign(120, "maria"));
        var act = new OperatorAct("id-ann", Operating.Email, "192.0.2.7", "account.deposit", "account", "maria", "Paid in at the desk, receipt 4711");
        var desk = hub.Services.GetRequiredService<OperatorDesk>();
        await desk.DepositAsync("maria", new Money(2500), act);
        await desk.ReverseAsync(10, new Money(1), act with { Action = "transfer.reverse", TargetType = "transfer", TargetId = "10", Reason = "paid twice" });
        await desk.SetStatusAsync("li.wei", AccountStatus.Frozen, act with { Action = "account.freeze", TargetId = "li.wei", Reason = "asked for it by phone" });
        await hub.Services.GetRequiredService<BackupShelf>().MakeAsync(null, TestContext.Current.CancellationToken);
        await VerifyAsync(hub);
        await Operating.NewOperatorAsync(hub, "bob@example.org", OperatorRoles.Cashier);
        await hub.NewKeyAsync(OperatorRoles.Viewer, "shop till");
        await using var db = hub.Services.GetRequiredService<PayHubDatabase>().OpenWrite();
        db.Webhooks.Add(new Webhook { Url = "https://shop.example.org/payhub", Secret = [1], Events = "payment.completed payment.refused", CreatedAt = 1_790_000_000_000_000 });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new Stage(market, vera);
    }

    private static async Task VerifyAsync(Hub hub)
    {
        var verification = hub.Services.GetRequiredService<Verification>();
        using var done = hub.Services.GetRequiredService<LiveFeed>().Subscribe(LiveTopics.Integrity);
        Assert.True(verification.TryStart(Operating.Email));
        while (verification.Last is null || verification.Progress is not null)
            await done.NextAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestEnvironment.Bound);
    }

    public async ValueTask DisposeAsync()
    {
        await _vera.DisposeAsync();
        await _market.DisposeAsync();
    }
}
