using System.Threading.Channels;
using PayHub.Data.Live;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>
/// The way into the ledger. Everything that moves money waits here, in order, for the one writer; an answer comes after the
/// commit. When more waits than the writer can carry, callers wait: nothing is dropped and nothing grows.
/// </summary>
public sealed class Ledger
{
    private const int QueueLength = 16_384;

    private readonly Channel<LedgerCommand> _queue = Channel.CreateBounded<LedgerCommand>(
        new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    internal ChannelReader<LedgerCommand> Queue => _queue.Reader;

    /// <summary>Executes a payment, or says why not. The result comes when it is durable.</summary>
    /// <param name="request">The payment.</param>
    /// <returns>Never an exception for a business refusal or a broken disk: see <see cref="TransferOutcome"/>.</returns>
    public async ValueTask<TransferResult> TransferAsync(TransferRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Amount.MinorUnits, 1, nameof(request));
        var command = new TransferCommand(request);
        return await TryEnqueueAsync(command)
            ? await command.Done
            : TransferResult.NotExecuted(TransferOutcome.Unavailable);
    }

    /// <summary>Opens an account, with its opening balance in the same transaction.</summary>
    /// <param name="name">A name by the wire's grammar; its uniqueness is without regard to ASCII case.</param>
    /// <param name="keyKind">How it will log in.</param>
    /// <param name="openingBalance">Granted from <c>@issuance</c>; zero grants nothing.</param>
    public async ValueTask<OpenAccountOutcome> OpenAccountAsync(string name, KeyKind keyKind, Money openingBalance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openingBalance.MinorUnits, nameof(openingBalance));
        var command = new OpenAccountCommand(name, keyKind, openingBalance);
        return await TryEnqueueAsync(command) ? await command.Done : OpenAccountOutcome.Unavailable;
    }

    /// <summary>Notes that a session began; its row rides on the next batch, and nobody waits for it.</summary>
    public async ValueTask SessionStartedAsync(OnlineSession session) => await TryEnqueueAsync(new SessionStartedCommand(session));

    /// <summary>Notes that a session ended; its row rides on the next batch, and nobody waits for it.</summary>
    public async ValueTask SessionEndedAsync(OnlineSession session, SessionEnd reason, DateTimeOffset at) =>
        await TryEnqueueAsync(new SessionEndedCommand(session, reason, at));

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

    internal void Close() => _queue.Writer.TryComplete();
}
