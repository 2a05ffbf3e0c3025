using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Client.Payments;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>The owner is told of a payment once, whichever comes first: the hub's news, or the answer to whoever makes it.</summary>
public sealed class OpenPaymentsTests : IDisposable
{
    private const string Id = "one";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SentNews News = new(7, "bob", 125, 875, Id);

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
        await _open.TakeAsync(News);
        Assert.Equal(new Paid("bob", 125, 875) { Transfer = 7, PaymentId = Id }, Assert.Single(_output.Shown));
        Assert.Equal(IntentState.Executed, _store.Find(Id)!.State);
    }

    [Fact]
    public async Task Whoever_makes_it_is_told_and_tells()
    {
        await KeepAsync();
        var word = _board.Begin(Id);
        await _open.TakeAsync(News);
        Assert.Equal((IntentState.Executed, 7, 875), (await word) is { } verdict ? (verdict.State, verdict.Transfer, verdict.Balance) : default);
        Assert.Empty(_output.Shown);
    }

    [Fact]
    public async Task Whoever_made_it_has_told_already()
    {
        await KeepAsync();
        await _store.CloseAsync(Id, IntentState.Executed, 7);
        await _open.TakeAsync(News);
        Assert.Empty(_output.Shown);
    }

    [Fact]
    public async Task Whoever_makes_it_tells_while_the_news_is_kept()
    {
        await KeepAsync();
        _ = _board.Begin(Id);
        Task taking;
        using (await _home.LockAsync(TestContext.Current.CancellationToken))
        {
            taking = _open.TakeAsync(News);
            Assert.False(taking.IsCompleted);
            _board.End(Id);
        }
        await taking.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
        Assert.Empty(_output.Shown);
    }

    private Task KeepAsync() =>
        _store.SaveAsync(new PaymentIntent(Id, "hub", "alice", "bob", 125, null, Now.AddMinutes(10), "jws", true, Now), TestContext.Current.CancellationToken);

    private sealed class Output : IWalletOutput
    {
        public List<WalletEvent> Shown { get; } = [];

        public void Show(WalletEvent happened) => Shown.Add(happened);
    }
}
