using System.Collections.Concurrent;
using System.Diagnostics;
using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>A crowd of wallets, each with its key, its folder and its port, that pay each other at random.</summary>
[Collection(Alone.Name)]
public sealed class CrowdTests
{
    private const int Wallets = 200;
    private const int OpeningBalance = 10_000;
    private static readonly TimeSpan Market = TimeSpan.FromSeconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The hub's fixture verifies the ledger, sums and signatures and all, when it is disposed.
    [Fact]
    public async Task Two_hundred_wallets_pay_each_other_and_every_payment_stands_in_both_histories()
    {
        await using var hub = Hub.Start(("PayHub:Accounts:AllowKeyless", "false"));
        using var folder = new TemporaryFolder();
        var crowd = await Task.WhenAll(Enumerable.Range(0, Wallets).Select(i => Member.JoinAsync(hub, folder.File($"w{i}"), $"w{i}")));
        var end = Stopwatch.GetTimestamp() + (long)(Market.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(crowd.Select((member, seed) => Task.Run(() => member.PayUntilAsync(end, new Random(seed)), Stop)));

        var histories = new Dictionary<string, Dictionary<long, HistoryEntry>>();
        foreach (var member in crowd)
            histories.Add(member.Name, await member.HistoryAsync());
        var paid = crowd.SelectMany(member => member.Paid.Select(payment => (From: member.Name, Payment: payment))).ToList();
        Assert.True(paid.Count > Wallets, $"only {paid.Count} payments");
        foreach (var (from, payment) in paid)
        {
            var (sent, received) = (histories[from][payment.Transfer!.Value], histories[payment.Payee][payment.Transfer.Value]);
            Assert.Equal((false, payment.Payee, payment.Amount, payment.PaymentId), (sent.IsIncoming, sent.Counterparty, sent.Amount, sent.PaymentId));
            Assert.Equal((true, from, payment.Amount, payment.PaymentId), (received.IsIncoming, received.Counterparty, received.Amount, received.PaymentId));
        }
        // Nobody was paid by a payment that its payer does not know of.
        Assert.Equal(paid.Count, histories.Values.Sum(history => history.Values.Count(entry => entry is { Kind: "payment", IsIncoming: true })));
        Assert.Equal((long)Wallets * OpeningBalance, histories.Values.Sum(history => history.Values.MaxBy(entry => entry.Transfer)!.Balance));
        TestContext.Current.TestOutputHelper?.WriteLine($"{paid.Count} payments, {crowd.Sum(member => member.ToTheWallet)} from wallet to wallet");
        foreach (var member in crowd)
            await member.DisposeAsync();
    }

    private sealed class Member(string name, SecureSession session, Collected shown) : IAsyncDisposable
    {
        public string Name => name;

        public IEnumerable<Paid> Paid => shown.Events.OfType<Paid>();

        public int ToTheWallet => shown.Events.OfType<Paying>().Count(paying => !paying.Direct);

        public static async Task<Member> JoinAsync(Hub hub, string home, string name)
        {
            var shown = new Collected();
            var address = new HubAddress(hub.Tls.Address.ToString(), hub.Tls.Port);
            var options = new WalletOptions(address, IsPlain: false, name, home, ListenPort: 0, IsJson: false, SaysYes: true)
            {
                Fingerprint = hub.Services.Fingerprint(),
                NoPassphrase = true,
            };
            // Two cores have two hundred wallets to serve.
            var limits = new WalletLimits { ConnectTimeout = TestEnvironment.Bound, AnswerTimeout = TestEnvironment.Bound };
            var context = new CommandContext(options, new(home), shown, new NoLines()) { Limits = limits };
            var (session, _) = await new SecureOpener(context).OpenAsync(name, Stop);
            session!.Peers.Desk.AutoAccept = true;
            await session.StayAsync();
            return new Member(name, session, shown);
        }

        public async Task PayUntilAsync(long end, Random random)
        {
            while (Stopwatch.GetTimestamp() < end)
            {
                var payee = $"w{random.Next(Wallets)}";
                if (payee != name)
                    await session.Payer.PayAsync(payee, random.Next(1, 500), memo: null, isDirect: random.Next(4) == 0, Stop);
            }
        }

        public async Task<Dictionary<long, HistoryEntry>> HistoryAsync()
        {
            var all = new Dictionary<long, HistoryEntry>();
            for (long? before = null; ; before = all.Keys.Min())
            {
                var page = (await session.Hub.HistoryAsync(200, before)).Value!;
                foreach (var entry in page)
                    all.Add(entry.Transfer, entry);
                if (page.Count < 200)
                    return all;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await session.LeaveAsync();
            await session.DisposeAsync();
        }
    }

    private sealed class Collected : IWalletOutput
    {
        public ConcurrentQueue<WalletEvent> Events { get; } = new();

        public void Show(WalletEvent happened) => Events.Enqueue(happened);
    }
}
