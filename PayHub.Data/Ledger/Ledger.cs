using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using PayHub.Data.Live;

namespace PayHub.Data.Ledger;

/// <summary>
/// The way into the ledger. Everything that moves money waits here, in order, for the one writer; an answer comes after the
/// commit. When more waits than the writer can carry, callers wait: nothing is dropped and nothing grows.
/// </summary>
public sealed class Ledger
{
    /// <summary>How long a window for binding a new key is open.</summary>
    public static readonly TimeSpan EnrolmentLifetime = TimeSpan.FromMinutes(15);

    private const int QueueLength = 16_384;

    private readonly Channel<LedgerCommand> _queue = Channel.CreateBounded<LedgerCommand>(
        new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, AllowSynchronousContinuations = true });

    private int _checks;

    internal ChannelReader<LedgerCommand> Queue => _queue.Reader;

    /// <summary>How many payments are being opened or checked, or wait for a core that does.</summary>
    internal int ChecksUnderWay => Volatile.Read(ref _checks);

    /// <summary>Raised on the ledger's thread when everybody whom a batch concerned was told: what was said can be sent.</summary>
    public event Action? BatchTold;

    /// <summary>Executes a payment, or says why not. The result comes when it is durable.</summary>
    /// <returns>Never an exception for a business refusal or a broken disk: see <see cref="TransferOutcome"/>.</returns>
    public async ValueTask<TransferResult> TransferAsync(TransferRequest request)
    {
        var waiter = new TransferTask();
        var group = default(PaymentGroup);
        group.Add(request, waiter);
        await SubmitAsync(group);
        return await waiter.Task;
    }

    /// <summary>
    /// Hands payments to the ledger, and does not wait for what becomes of them: many of one client can be under way at once. Those
    /// handed over one after the other are judged in that order.
    /// </summary>
    /// <param name="group">The payments, and who is told of each.</param>
    /// <returns>Completes when they are in the queue, or were refused because the hub stops.</returns>
    public ValueTask SubmitAsync(in PaymentGroup group) =>
        group.First is not { } first || _queue.Writer.TryWrite(first) ? ValueTask.CompletedTask : WaitForRoomAsync(first);

    /// <summary>Says that a payment is to be opened or checked, and will come when it was: while many are, batches are made larger.</summary>
    public void BeginCheck() => Interlocked.Increment(ref _checks);

    /// <summary>Says that one was.</summary>
    public void EndCheck() => Interlocked.Decrement(ref _checks);

    /// <summary>Records that a payment is never to be executed, unless it has a verdict; then tells that.</summary>
    /// <param name="payerId">The payer: nobody else may cancel.</param>
    /// <param name="paymentId">The payer's id for it.</param>
    public async ValueTask<CancelResult> CancelAsync(long payerId, string paymentId)
    {
        var command = new CancelCommand(payerId, paymentId);
        if (!await TryEnqueueAsync(command))
            command.Failed(outcomeUnknown: false);
        return await command.Done;
    }

    /// <summary>Opens an account, with its opening balance in the same transaction.</summary>
    /// <param name="name">A name by the wire's grammar; its uniqueness is without regard to ASCII case.</param>
    /// <param name="spki">The key that it is bound to, SubjectPublicKeyInfo (DER); null makes a keyless account.</param>
    /// <param name="openingBalance">Granted from <c>@issuance</c>; zero grants nothing.</param>
    public async ValueTask<OpenAccountOutcome> OpenAccountAsync(string name, byte[]? spki, Money openingBalance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openingBalance.MinorUnits, nameof(openingBalance));
        var command = new OpenAccountCommand(name, spki, openingBalance);
        return await TryEnqueueAsync(command) ? await command.Done : OpenAccountOutcome.Unavailable;
    }

    /// <summary>Opens a window in which a one-time code binds a new key to an account. A window before it is over.</summary>
    /// <param name="name">The account, in any ASCII case.</param>
    /// <param name="act">Who opens it, and why: written down with it.</param>
    /// <returns>The code, 128 bits in hexadecimal, good for <see cref="EnrolmentLifetime"/>; null where there is no such account, or the hub could not.</returns>
    public async ValueTask<string?> OpenEnrolmentAsync(string name, OperatorAct act)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var command = new OpenEnrolmentCommand(name, HashOf(code), EnrolmentLifetime, act);
        return await TryEnqueueAsync(command) && await command.Done ? code : null;
    }

    /// <summary>Binds a new key to an account, by the code of its window, and ends the old one.</summary>
    public async ValueTask<EnrolOutcome> EnrolAsync(string name, string code, byte[] spki)
    {
        var command = new EnrolCommand(name, HashOf(code), spki);
        return await TryEnqueueAsync(command) ? await command.Done : EnrolOutcome.Unavailable;
    }

    /// <summary>Notes that a session began; its row rides on the next batch, and nobody waits for it.</summary>
    public async ValueTask SessionStartedAsync(OnlineSession session) => await TryEnqueueAsync(new SessionStartedCommand(session));

    /// <summary>Notes that a session ended; its row rides on the next batch, and nobody waits for it.</summary>
    public async ValueTask SessionEndedAsync(OnlineSession session, SessionEnd reason, DateTimeOffset at) =>
        await TryEnqueueAsync(new SessionEndedCommand(session, reason, at));

    /// <summary>Takes the next command that waits, and those that belong to it.</summary>
    /// <returns>False where none waits.</returns>
    internal bool TryTake(List<LedgerCommand> commands)
    {
        if (!_queue.Reader.TryRead(out var first))
            return false;
        for (var next = first; next is not null; next = next.TakeNext())
            commands.Add(next);
        return true;
    }

    private async ValueTask WaitForRoomAsync(TransferCommand first)
    {
        if (await TryEnqueueAsync(first))
            return;
        for (LedgerCommand? next = first; next is not null; next = next.TakeNext())
            next.Failed(outcomeUnknown: false);
        TellBatch();
    }

    internal async ValueTask<bool> TryEnqueueAsync(LedgerCommand command)
    {
        try
        {
            await _queue.Writer.WriteAsync(command);
            return true;
        }
        catch (ChannelClosedException)
        {
            // The hub stops: the command was never taken, so nothing was done.
            return false;
        }
    }

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code.ToLowerInvariant()));

    internal void TellBatch() => BatchTold?.Invoke();

    internal void Close() => _queue.Writer.TryComplete();
}
