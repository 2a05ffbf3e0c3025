using System.Net;
using System.Text;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Peers;

/// <summary>One link, at the listener: a greeting, then one payment or any number of messages, each answered once.</summary>
/// <param name="stream">The link, its handshake done.</param>
/// <param name="key">The key that the peer has proved to hold.</param>
/// <param name="from">The peer's address.</param>
/// <param name="context">What the links share.</param>
internal sealed class PeerLink(Stream stream, PublicKey key, IPAddress from, PeerLinkContext context)
{
    private readonly PeerLineReader _lines = new(stream);

    /// <summary>Serves until the peer leaves or has no right to go on.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    /// <exception cref="OperationCanceledException">The peer dawdles, or the wallet stops.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (await GreetAsync(cancel) is not { } peer)
            return;
        var idle = context.Directory.IsFriend(peer) ? context.Limits.IdleTime : context.Limits.StrangerIdleTime;
        var request = await ReadAsync(idle, cancel);
        if (request is PeerPayment payment)
        {
            await AnswerAsync(await TakePaymentAsync(payment, peer, cancel), cancel);
            return;
        }
        for (; request is not null; request = await ReadAsync(idle, cancel))
        {
            var refusal = TakeMessage(request, peer);
            await AnswerAsync(refusal is { } code ? PeerReply.Of(code) : PeerReply.Ok, cancel);
            if (refusal is RefusalCode.BadRequest or RefusalCode.TooMany)
                return;
        }
    }

    private async Task<string?> GreetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(context.Limits.HandshakeTime, cancel) is not { } first)
            return null;
        if (first is not PeerHello hello)
        {
            await AnswerAsync(PeerReply.Of(RefusalCode.BadRequest), cancel);
            return null;
        }
        var (peer, refusal) = await context.Gate.JudgeAsync(hello.Name, key, cancel);
        await AnswerAsync(peer is null ? PeerReply.Of(refusal) : $"{PeerReply.Ok}#{context.Owner.Account}", cancel);
        return peer;
    }

    private async Task<string> TakePaymentAsync(PeerPayment line, string peer, CancellationToken cancel)
    {
        var (payment, refusal) = context.Payments.Read(line, peer, key);
        return payment is null ? PeerReply.Of(refusal) : await context.Owner.DecideAsync(payment, from, cancel);
    }

    // Null where it was taken.
    private RefusalCode? TakeMessage(PeerRequest request, string peer)
    {
        if (request is not (PeerMessage or PeerMoneyRequest))
            return RefusalCode.BadRequest;
        if (!context.Owner.IsOpenToStrangers && !context.Directory.IsFriend(peer))
            return RefusalCode.NotAllowed;
        if (!context.Messages.TryTake(peer))
            return RefusalCode.TooMany;
        if (request is PeerMoneyRequest asked)
            return context.Owner.TryAddRequest(peer, asked.Amount, asked.Memo) ? null : RefusalCode.TooMany;
        context.Owner.ShowMessage(peer, ((PeerMessage)request).Text);
        return null;
    }

    // Null at the end of the stream.
    private async Task<PeerRequest?> ReadAsync(TimeSpan time, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(time);
        var line = await _lines.ReadAsync(limit.Token);
        return line.Status switch
        {
            PeerLineStatus.Line => PeerRequestParser.Parse(line.Bytes.Span),
            PeerLineStatus.TooLong => PeerMalformed.Instance,
            _ => null,
        };
    }

    private async Task AnswerAsync(string line, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(context.Limits.AnswerTime);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\n"), limit.Token);
    }
}
