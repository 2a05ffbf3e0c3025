using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Data.Webhooks;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;
using PayHub.Web.Webhooks;

namespace PayHub.Tests.Web;

/// <summary>Programs are told of what happened, over real HTTP.</summary>
public sealed class WebhookTests
{
    private static readonly OperatorAct Freeze = new("1", "ann@example.org", "-", "account.freeze", "account", "bob", "asked for it");

    [Fact]
    public async Task Payments_refusals_and_accounts_are_told_with_a_signature_that_holds()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var hub = Hub.Start();
        var secret = await AddAsync(hub, receiver.Url, WebhookEvents.All);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 25, bob, "bob");
        await bob.SendAsync("alice#999999#bob\n");
        Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        await hub.Services.GetRequiredService<OperatorDesk>().SetStatusAsync("bob", AccountStatus.Frozen, Freeze);

        ReceivedEvent[] events = [await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync()];
        Assert.All(events, e => Assert.True(e.IsSignedBy(secret)));
        Assert.Equal(5, events.Select(e => e.Id).Distinct().Count());
        Assert.All(events, e => Assert.Equal(e.Id, e.Json.GetProperty("id").GetString()));
        Assert.Equal(["alice", "bob"], events.Where(e => e.Type == "account.created").Select(Account).Order(StringComparer.Ordinal));
        Assert.Equal("bob", Account(Assert.Single(events, e => e.Type == "account.frozen")));
        var paid = Assert.Single(events, e => e.Type == "payment.completed").Data;
        Assert.Equal(("alice", "bob", 25L, 3L), (Text(paid, "payer"), Text(paid, "payee"), paid.GetProperty("amount").GetInt64(), paid.GetProperty("transfer_id").GetInt64()));
        var refused = Assert.Single(events, e => e.Type == "payment.refused").Data;
        Assert.Equal((350, "InsufficientFunds"), (refused.GetProperty("code").GetInt32(), Text(refused, "reason")));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told_and_nothing_from_before()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 1, bob, "bob");
        await AddAsync(hub, receiver.Url, [WebhookEvents.PaymentCompleted]);
        await using var carol = await hub.LogInAsync("carol", 7003);
        await Operating.PayAsync(alice, "alice", 2, bob, "bob");
        await Operating.PayAsync(alice, "alice", 3, bob, "bob");
        var amounts = new[] { await receiver.NextAsync(), await receiver.NextAsync() }.Select(e => e.Data.GetProperty("amount").GetInt64());
        Assert.Equal([2, 3], amounts.Order());
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task What_a_receiver_does_not_take_is_sent_again_the_same()
    {
        await using var receiver = await WebhookReceiver.StartAsync(refusals: 1);
        await using var hub = Hub.Start();
        await AddAsync(hub, receiver.Url, [AccountEvents.Created]);
        await using var alice = await hub.LogInAsync("alice");
        var (first, second) = (await receiver.NextAsync(), await receiver.NextAsync());
        Assert.Equal((first.Id, first.Body), (second.Id, second.Body));
        var delivery = await WhenAsync(hub, d => d.DeliveredAt is not null);
        Assert.Equal((2, "204"), (delivery.Attempts, delivery.LastStatus));
    }

    [Fact]
    public async Task What_happened_while_the_receiver_was_away_is_told_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        int port;
        await using (var before = await WebhookReceiver.StartAsync())
            port = new Uri(before.Url).Port;
        string secret;
        var hub = Hub.Start(folder.Path);
        secret = await AddAsync(hub, $"http://127.0.0.1:{port}/hook", [AccountEvents.Created]);
        await (await hub.LogInAsync("alice")).DisposeAsync();
        await WhenAsync(hub, d => d.Attempts > 0);
        await hub.StopAsync();

        await using var receiver = await WebhookReceiver.StartAsync(port: port);
        await using var again = Hub.Start(folder.Path);
        var told = await receiver.NextAsync();
        Assert.Equal("alice", Account(told));
        Assert.True(told.IsSignedBy(secret));
    }

    [Fact]
    public async Task The_outbox_is_forgotten_once_nobody_needs_it()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await hub.Services.GetRequiredService<EventCollector>().CollectAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await ReadAsync(hub, db => db.Outbox.CountAsync()));
    }

    [Fact]
    public void The_pause_between_tries_doubles_up_to_some_hours()
    {
        Assert.InRange(DeliveryLog.Pause(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        Assert.InRange(DeliveryLog.Pause(4), TimeSpan.FromSeconds(32), TimeSpan.FromSeconds(48));
        Assert.InRange(DeliveryLog.Pause(100), TimeSpan.FromHours(2.4), TimeSpan.FromHours(3.6));
    }

    private static string Account(ReceivedEvent e) => Text(e.Data, "account");

    private static string Text(System.Text.Json.JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static async Task<string> AddAsync(Hub hub, string url, IReadOnlyList<string> events)
    {
        var (shown, stored) = hub.Services.GetRequiredService<WebhookSecret>().Create();
        await using var db = hub.Services.GetRequiredService<PayHubDatabase>().OpenWrite();
        var head = await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(TestContext.Current.CancellationToken);
        db.Webhooks.Add(new Webhook { Url = url, Secret = stored, Events = string.Join(' ', events), Enabled = true, TransferCursor = head });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return shown;
    }

    // The feed tells that deliveries changed; it is listened to before the first look.
    private static async Task<Delivery> WhenAsync(Hub hub, Func<Delivery, bool> holds)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = hub.Services.GetRequiredService<LiveFeed>().Subscribe(LiveTopics.Webhooks);
        while (true)
        {
            if (await ReadAsync(hub, db => db.Deliveries.SingleOrDefaultAsync()) is { } delivery && holds(delivery))
                return delivery;
            await changes.NextAsync(bound.Token);
        }
    }

    private static async Task<T> ReadAsync<T>(Hub hub, Func<PayHubDbContext, Task<T>> read)
    {
        await using var db = hub.Services.GetRequiredService<PayHubDatabase>().OpenRead();
        return await read(db);
    }
}
