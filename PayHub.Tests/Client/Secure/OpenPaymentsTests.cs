using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Client.Payments;
using PayHub.Protocol.Replies;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>The owner is told of a payment once, whichever comes first: the hub's news, or the answer to whoever makes it.</summary>
public sealed class OpenPaymentsTests : IDisposable
{
    private const string Id = "one";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SentNews Sent = new(7, "bob", 125, 875, Id);
    private static readonly RefusedNews Refused = new(Id, "bob", 125, (int)RefusalCode.InsufficientFunds);

    private readonly TemporaryFolder _folder = new();
    private readonly VerdictBoard _board = new();
    private readonly Output _output = new();
    private readonly HomeFolder _home;
    private readonly PaymentStore _store;
    private readonly OpenPayments _open;

    public OpenPaymentsTests()
    {
        _home = new HomeFolder(_folder.File("wallet"));
        _store = new PaymentStore(_home, "alice");
        _open = new OpenPayments(_store, new PaymentSettler(_store), _board, _output);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nobody_makes_it_any_more_and_the_owner_is_told()
    {
        await KeepAsync();
        await _open.TakeAsync(Sent);
        Assert.Equal(new Paid("bob", 125, 875) { Transfer = 7, PaymentId = Id }, Assert.Single(_output.Shown));
        Assert.Equal(IntentState.Executed, _store.Find(Id)!.State);
    }

    [Fact]
    public async Task This_wallet_knows_nothing_of_it_and_the_owner_is_told()
    {
        await _open.TakeAsync(Sent);
        await _open.TakeAsync(Refused);
        Assert.Equal([typeof(Paid), typeof(Failed)], _output.Shown.Select(shown => shown.GetType()));
    }

    [Fact]
    public async Task Whoever_makes_it_is_told_and_tells()
    {
        await KeepAsync();
        var payment = _board.Begin(Id);
        await _open.TakeAsync(Sent);
        Assert.Equal(
            new PaymentVerdict(IntentState.Executed, "", 7, 875),
            await payment.Word.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken));
        Assert.Empty(_output.Shown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_made_it_has_told_already(bool isExecuted)
    {
        await KeepAsync();
        await _store.CloseAsync(Id, State(isExecuted));
        await TakeAsync(isExecuted);
        Assert.Empty(_output.Shown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_makes_it_tells_while_the_news_is_kept(bool isExecuted)
    {
        await KeepAsync();
        var payment = _board.Begin(Id);
        await WhileKeptAsync(isExecuted, () =>
        {
            payment.TryTell(new PaymentVerdict(State(isExecuted), ""));
            _board.End(Id);
        });
        Assert.Empty(_output.Shown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_makes_it_gives_up_while_the_news_is_kept_and_the_owner_is_told(bool isExecuted)
    {
        await KeepAsync();
        var payment = _board.Begin(Id);
        await WhileKeptAsync(isExecuted, () => _board.End(Id));
        Assert.Single(_output.Shown);
        Assert.True(payment.Word.IsCanceled);
    }

    private static IntentState State(bool isExecuted) => isExecuted ? IntentState.Executed : IntentState.Refused;

    private Task TakeAsync(bool isExecuted) => isExecuted ? _open.TakeAsync(Sent) : _open.TakeAsync(Refused);

    // What is kept waits for the lock of the wallet's folder.
    private async Task WhileKeptAsync(bool isExecuted, Action happen)
    {
        Task taking;
        using (await _home.LockAsync(TestContext.Current.CancellationToken))
        {
            taking = TakeAsync(isExecuted);
            Assert.False(taking.IsCompleted);
            happen();
        }
        await taking.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
    }

    private Task KeepAsync() =>
        _store.SaveAsync(new PaymentIntent(Id, "hub", "alice", "bob", 125, null, Now.AddMinutes(10), "jws", true, Now), TestContext.Current.CancellationToken);

    private sealed class Output : IWalletOutput
    {
        public List<WalletEvent> Shown { get; } = [];

        public void Show(WalletEvent happened) => Shown.Add(happened);
    }
}
