using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Protocol.Signing;

namespace PayHub.Bench.Seeding;

/// <summary>
/// Lets a crowd come, pay and be paid for months, burst by burst. It goes through the hub's own ledger, so that its rules, its
/// blocks and its chain are the real ones; only the clock is the seeder's.
/// </summary>
internal sealed class Seeder
{
    private const int MeanBurst = 128;
    private const double MedianAmount = 300;
    private const double Spread = 1.1;
    private const double TopUp = 5_000;

    // Of all accounts, so many are there when the hub opens; the others come while it grows.
    private const double AtLaunch = 0.5;

    private readonly SeedPlan _plan;
    private readonly SeededHub _hub;
    private readonly SeedingClock _clock;
    private readonly string _hubFingerprint;
    private readonly Random _random;
    private readonly Crowd _crowd;
    private readonly Burst _burst;
    private readonly SeededSessions _sessions;

    public Seeder(SeedPlan plan, SeededHub hub, SeedingClock clock, string hubFingerprint)
    {
        (_plan, _hub, _clock, _hubFingerprint) = (plan, hub, clock, hubFingerprint);
        _random = new Random(plan.Seed);
        _crowd = new Crowd(plan.Accounts, plan.SignedPercent, _random);
        _burst = new Burst(_crowd, Counts);
        _sessions = new SeededSessions(hub, clock, _random);
    }

    public SeedCounts Counts { get; } = new();

    public async Task RunAsync(Action<int> progress, CancellationToken cancellationToken)
    {
        while (Counts.Transfers < _plan.Transfers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = Counts.Transfers;
            Fill(Math.Min(1 + (int)(-Math.Log(1 - _random.NextDouble()) * MeanBurst), _plan.Transfers - before));
            await _burst.SettleAsync();
            await _sessions.EndSomeAsync();
            _clock.Pass(Counts.Transfers - before);
            progress(Counts.Transfers);
        }
        Counts.Sessions = await _sessions.EndAllAsync();
    }

    private void Fill(int size)
    {
        while (_burst.Count < size)
        {
            if (_crowd.Count < Due())
                _burst.Open(_hub.Ledger, _crowd.Enter());
            else
                Something();
        }
    }

    // Whoever has not come by nine tenths of the time comes then; at the very end nobody must be missing.
    private int Due()
    {
        if (_plan.Transfers - Counts.Transfers - _burst.Count <= _plan.Accounts - _crowd.Count)
            return _plan.Accounts;
        var passed = Math.Min(1, (Counts.Transfers + _burst.Count) / (0.9 * _plan.Transfers));
        return (int)Math.Ceiling(_plan.Accounts * (AtLaunch + ((1 - AtLaunch) * passed)));
    }

    private void Something()
    {
        switch (_random.Next(10_000))
        {
            case < 15:
                Deposit(_crowd.Anyone());
                break;
            case < 20:
                var person = _crowd.Anyone();
                _burst.Act(person, _hub.Desk.WithdrawAsync(Crowd.NameOf(person), new Money(Amount(MedianAmount)), Act("account.withdraw", "account", Crowd.NameOf(person), "paid out in cash")));
                break;
            case < 23:
                Reverse();
                break;
            case < 25:
                Freeze(_crowd.Nobody());
                break;
            case < 26:
                Close(_crowd.Nobody());
                break;
            case < 45:
                Pay(_crowd.Payer(), "nobody.at.all", null, Amount(MedianAmount));
                break;
            default:
                Pay();
                break;
        }
    }

    private void Pay()
    {
        var (payer, payee) = (_crowd.Payer(), _crowd.Payee());
        var (amount, has) = (Amount(MedianAmount), _crowd.BalanceOf(payer));
        // Most people look before they pay; one in forty who has too little does not.
        if (amount > has && _random.Next(40) > 0)
        {
            Deposit(payer);
            return;
        }
        Pay(payer, Crowd.NameOf(payee), payee, amount);
    }

    private void Pay(int payer, string payeeName, int? payee, long amount)
    {
        if (payer == payee)
            return;
        var name = Crowd.NameOf(payer);
        _sessions.StartSome(payer + 2, name, _crowd.KeyIdOf(payer));
        // The payee submits, as wallets do.
        _burst.Pay(_hub.Ledger, payer, payee ?? payer, new TransferRequest(name, new Money(amount), payeeName, (payee ?? payer) + 2)
        {
            PayerIsOnline = true,
            Signature = _crowd.IdentityOf(payer) is { } identity ? Sign(identity, payer, name, amount, payeeName) : null,
        });
    }

    private PaymentSignature Sign(Protocol.Keys.Identity identity, int payer, string name, long amount, string payeeName)
    {
        var memo = _random.Next(4) == 0 ? "thank you" : null;
        var expires = _clock.GetUtcNow().AddHours(1);
        var jws = PaymentSigner.Sign(identity, name, amount, payeeName, Protocol.Signing.PaymentId.New(), expires, _hubFingerprint, memo);
        if (!SignedPayment.TryParse(System.Text.Encoding.ASCII.GetBytes(jws), out var payment))
            throw new InvalidOperationException("The protocol does not read what it wrote.");
        return new PaymentSignature(
            payment.PaymentId, payment.Jws, payment.ContentHash, expires, IsForThisHub: true, payment.Memo, _crowd.KeyIdOf(payer));
    }

    private void Deposit(int person) => _burst.Act(person, _hub.Desk.DepositAsync(
        Crowd.NameOf(person), new Money(Amount(TopUp)), Act("account.deposit", "account", Crowd.NameOf(person), "paid in at the desk")));

    private void Reverse()
    {
        if (_burst.Executed.Count == 0)
            return;
        var (id, amount) = _burst.Executed[_random.Next(_burst.Executed.Count)];
        var target = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _burst.Act(null, _hub.Desk.ReverseAsync(id, new Money(amount), Act("transfer.reverse", "transfer", target, "charged twice")));
    }

    private void Freeze(int person) => _burst.Act(
        person,
        _hub.Desk.SetStatusAsync(Crowd.NameOf(person), AccountStatus.Frozen, Act("account.freeze", "account", Crowd.NameOf(person), "card lost")),
        () => Counts.Frozen++);

    private void Close(int person)
    {
        var name = Crowd.NameOf(person);
        if (_crowd.BalanceOf(person) is > 0 and var rest)
            _burst.Act(person, _hub.Desk.WithdrawAsync(name, new Money(rest), Act("account.withdraw", "account", name, "paid out to close")));
        _burst.Act(
            person, _hub.Desk.SetStatusAsync(name, AccountStatus.Closed, Act("account.close", "account", name, "left the campus")), () => Counts.Closed++);
    }

    private static OperatorAct Act(string action, string type, string target, string reason) =>
        new("seed", "seed@localhost", "127.0.0.1", action, type, target, reason);

    // Log-normal, by two uniform numbers (Box and Muller).
    private long Amount(double median)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return Math.Max(1, (long)(median * Math.Exp(Spread * normal)));
    }
}
