using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Session;

/// <summary>
/// The owner's own payments, one at a time: the hub's verdict carries no id, so with two on their way nobody could tell whose
/// it is.
/// </summary>
internal sealed class OutgoingPayments(HubConnection hub, string account, IWalletOutput output, WalletLimits limits)
{
    private const int ManyOnline = 100;

    private Outgoing? _pending;

    /// <summary>The amount on its way, in minor units; 0 where there is none.</summary>
    public long PendingAmount => Volatile.Read(ref _pending)?.Amount ?? 0;

    /// <summary>Whether the wallet stays online whatever becomes of a payment, and its owner can stop waiting with <c>cancel</c>.</summary>
    public bool Stays { get; set; }

    /// <summary>Stops waiting for the payment on its way; the payee may still accept it.</summary>
    /// <returns>False where there is none.</returns>
    public bool StopWaiting() => Volatile.Read(ref _pending) is { } pending && pending.Stopped.TrySetResult();

    /// <summary>Hands the hub's verdict to the payment that waits for one.</summary>
    /// <returns>False where none waits.</returns>
    public bool TryTake(HubPush verdict) => Volatile.Read(ref _pending) is { } pending && pending.Verdict.TrySetResult(verdict);

    /// <summary>Brings a payment to the payee's wallet, waits for the hub's verdict, shows both.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public async Task<ExitCode> PayAsync(string payee, long amount, CancellationToken cancel)
    {
        if (payee.Equals(account, StringComparison.OrdinalIgnoreCase))
            return Fail("self-payment", "You cannot pay yourself.");
        var outgoing = new Outgoing(payee, amount);
        if (Interlocked.CompareExchange(ref _pending, outgoing, null) is { } other)
            return Fail("busy", $"Still waiting for {other.Payee} to accept {other.Amount}. One payment at a time.");
        try
        {
            return await PayAsync(outgoing, cancel);
        }
        finally
        {
            Volatile.Write(ref _pending, null);
        }
    }

    // A large hub does not list everyone.
    private static string Doubt(AccountList list) => list.Online.Count < ManyOnline ? "" : $", or not among the {list.Online.Count} accounts that the hub lists";

    private async Task<ExitCode> PayAsync(Outgoing outgoing, CancellationToken cancel)
    {
        var answer = await hub.ListAsync();
        if (answer.List is not { } list)
            return Fail(answer.Line, HubWords.Quote(answer.Line));
        if (list.Balance < outgoing.Amount)
            return Fail("insufficient-funds", $"Your balance is {list.Balance}: not enough to pay {outgoing.Amount}. Nothing was sent.");
        if (list.Find(outgoing.Payee) is not { } payee)
            return Fail("not-online", $"{outgoing.Payee} is not online{Doubt(list)} (see 'list'). Nothing was sent.");

        var payment = new PaymentRequest(account, outgoing.Amount, payee.Name);
        if (await ClassicPeerDialer.SendAsync(payee, payment, limits.ConnectTimeout, cancel) is { } problem)
            return Fail("unreachable", $"Cannot reach {payee.Name}'s wallet at {AddressOf(payee)}: {problem}. Nothing was paid.", ExitCode.Unreachable);
        output.Show(new Sent(payee.Name, outgoing.Amount, AddressOf(payee), (int)limits.DecisionTime.TotalSeconds, Stays));
        return await AwaitVerdictAsync(outgoing, payee.Name, cancel);
    }

    private async Task<ExitCode> AwaitVerdictAsync(Outgoing outgoing, string payee, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAny(outgoing.Verdict.Task, outgoing.Stopped.Task, hub.Closed).WaitAsync(limits.DecisionTime, cancel);
        }
        catch (TimeoutException)
        {
            return Fail("no-answer", $"{payee} has not answered within {limits.DecisionTime.TotalSeconds} s. Nothing is paid so far, but "
                + $"{payee} may still accept, and the hub then executes it if {account} is online. Look at the balance before you pay again.");
        }
        catch (OperationCanceledException)
        {
            return FailStopped(outgoing, payee);
        }
        if (!outgoing.Verdict.Task.IsCompleted && outgoing.Stopped.Task.IsCompleted)
            return FailStopped(outgoing, payee);
        if (!outgoing.Verdict.Task.IsCompleted)
            throw new HubLostException($"The hub closed the connection before {payee} accepted. Look at the balance before you pay again.");
        if (await outgoing.Verdict.Task == HubPush.TransferFail)
            return Fail("Transfer Fail!", $"Transfer Fail! The hub refused the payment of {outgoing.Amount} to {payee}; nothing moved.");
        if ((await hub.ListAsync()).List is not { } list)
            throw new HubLostException($"Transfer OK! {payee} was paid {outgoing.Amount}, but the hub does not tell the balance.");
        output.Show(new Paid(payee, outgoing.Amount, list.Balance));
        return ExitCode.Done;
    }

    private ExitCode FailStopped(Outgoing outgoing, string payee) => Fail("interrupted", $"Stopped waiting for {payee}. The payment of {outgoing.Amount} "
        + $"is not called back: {payee} may still accept, and the hub then executes it if {account} is online. Look at the balance before you pay again.");

    private ExitCode Fail(string code, string message, ExitCode exit = ExitCode.Refused)
    {
        output.Show(new Failed(code, message, Stays ? null : exit));
        return exit;
    }

    private static string AddressOf(OnlineAccount account) => new System.Net.IPEndPoint(account.Address, account.Port).ToString();

    private sealed record Outgoing(string Payee, long Amount)
    {
        public TaskCompletionSource<HubPush> Verdict { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
