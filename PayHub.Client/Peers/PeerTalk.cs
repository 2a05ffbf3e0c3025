using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Payments;
using PayHub.Client.Session;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Peers;

/// <summary>What the owner says to peers: payments, messages, requests for money. Asks the hub for each peer's address and key first.</summary>
internal sealed class PeerTalk(SecureSession session, IWalletOutput output, WalletLimits limits) : IPeerRoute, IAsyncDisposable
{
    private readonly PeerDialer _dialer = new(session.Identity, session.Account, limits.Links);
    private (string Name, PeerCall Call)? _open;

    /// <summary>Says something. The link stays open for more.</summary>
    /// <exception cref="HubLostException">The hub is gone; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The owner stopped waiting.</exception>
    public async Task<ExitCode> SayAsync(string name, string text, CancellationToken cancel)
    {
        if (text.Length == 0 || !FreeText.IsSayable(text, PeerRequestParser.MaxTextScalars))
            return Fail("usage", $"A message is 1 to {PeerRequestParser.MaxTextScalars} characters on one line. Nothing was sent.", ExitCode.Usage);
        return await AskAsync(name, PeerRequestParser.FormatMessage(text), peer => new Told(peer, text), cancel);
    }

    /// <summary>Asks for money.</summary>
    /// <inheritdoc cref="SayAsync"/>
    public async Task<ExitCode> RequestAsync(string name, long amount, string memo, CancellationToken cancel)
    {
        if (!Memo.IsWellFormed(memo))
            return Fail("usage", $"A memo is at most {Memo.MaxScalars} characters on one line. Nothing was sent.", ExitCode.Usage);
        if (!session.IsOnline)
            return FailOffline();
        return await AskAsync(name, PeerRequestParser.FormatMoneyRequest(amount, memo), peer =>
        {
            session.Peers.Desk.Asked.Add(peer, amount);
            return new AskedForMoney(peer, amount, memo.Length > 0 ? memo : null);
        }, cancel);
    }

    /// <inheritdoc/>
    public async Task<(PeerOffer Offer, string Reason)> OfferAsync(WhoIs payee, PaymentIntent intent, CancellationToken cancel)
    {
        if (payee is not { Key: { } key, Address: { } address })
            return (PeerOffer.NotReached, "no address");
        var content = Sealer.SealToWallet(System.Text.Encoding.ASCII.GetBytes(intent.Jws), key);
        var target = new PeerTarget(payee.Name, address.Address, address.Port, key);
        return await _dialer.OfferPaymentAsync(target, content, limits.DecisionTime, cancel) switch
        {
            PeerUnreachable unreachable => (PeerOffer.NotReached, unreachable.Reason),
            PeerWrongKey wrong => (PeerOffer.NotReached, $"it shows another key: {PrintableText.Clean(wrong.Shown)}"),
            PeerNotLetIn { Line: "220 AUTH_FAIL" } => (PeerOffer.NotReached, KeyWarnings.StaleAt(payee.Name, session.Account)),
            PeerNotLetIn refusal => (PeerOffer.NotReached, $"it says {refusal.Line}"),
            PeerDeclined => (PeerOffer.Declined, ""),
            PeerSilent silent => (PeerOffer.Silent, silent.Reason),
            _ => (PeerOffer.Answered, ""),
        };
    }

    /// <summary>Closes the link that is open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_open is { } open)
            await open.Call.DisposeAsync();
        _open = null;
    }

    private async Task<ExitCode> AskAsync(string name, string line, Func<string, WalletEvent> done, CancellationToken cancel)
    {
        if (_open is not { } open || !open.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || !open.Call.IsOpen)
        {
            await DisposeAsync();
            var exit = await CallAsync(name, cancel);
            if (exit != ExitCode.Done)
                return exit;
        }
        var (peer, call) = _open!.Value;
        var answer = await call.AskAsync(line, limits.Links.AnswerTime, cancel);
        if (answer is not PeerAccepted)
            return Fail(peer, answer);
        output.Show(done(peer));
        return ExitCode.Done;
    }

    private async Task<ExitCode> CallAsync(string name, CancellationToken cancel)
    {
        if (!session.IsOnline)
            return FailOffline();
        var answer = await session.Hub.WhoIsAsync(name);
        if (answer.Value is not { } who)
            return FailAtHub(name, answer.Reply.Verdict);
        if (session.Friends.Keys.IsOther(session.HubFingerprint, who.Name, who.Key))
            return Fail(KeyWarnings.Code, $"{KeyWarnings.InWords(who.Name)} Nothing was sent.", ExitCode.Untrusted);
        if (who.Key is not { } key)
            return Fail("keyless", $"{who.Name} has no key, so nobody can talk to them in private. Nothing was sent.", ExitCode.Refused);
        if (who is not { IsOnline: true, Address: { } address })
            return Fail("not-online", $"{who.Name} is not online. Nothing was sent.", ExitCode.Refused);
        var (call, problem) = await _dialer.CallAsync(new PeerTarget(who.Name, address.Address, address.Port, key), cancel);
        if (call is null)
            return Fail(who.Name, problem!);
        _open = (who.Name, call);
        return ExitCode.Done;
    }

    private ExitCode FailOffline() => Fail("unreachable", $"{SecureSession.NoHub} Nothing was sent.", ExitCode.Unreachable);

    private ExitCode FailAtHub(string name, string line) =>
        Fail(line, $"{name}: {line}: {HubWords.ExplainPeer(line)} Nothing was sent.", ExitCode.Refused);

    private ExitCode Fail(string peer, PeerAnswer answer) => answer switch
    {
        PeerUnreachable e => Fail("unreachable", $"Cannot reach {peer}'s wallet: {e.Reason}. Nothing was sent.", ExitCode.Unreachable),
        PeerWrongKey e => Fail("wrong-key",
            $"WARNING: what answers at {peer}'s address is not {peer}: it shows {PrintableText.Clean(e.Shown)}. Nothing was sent.", ExitCode.Untrusted),
        PeerNotLetIn { Line: "220 AUTH_FAIL" } => Fail("220 AUTH_FAIL", KeyWarnings.StaleAt(peer, session.Account), ExitCode.Refused),
        PeerNotLetIn e => Fail(e.Line, $"{peer}'s wallet says {e.Line}. Nothing was sent.", ExitCode.Refused),
        PeerDeclined => Fail("230 NOT_ALLOWED", $"{peer} takes messages of friends only: 'friends add {peer}' asks.", ExitCode.Refused),
        PeerRefused { Line: "429 TOO_MANY" } e =>
            Fail(e.Line, $"{peer}'s wallet says {e.Line}: too many for now; try again in a minute.", ExitCode.Refused),
        PeerRefused e => Fail(e.Line, $"{peer}'s wallet says {e.Line}.", ExitCode.Refused),
        PeerSilent e => Fail("no-answer", $"{peer}'s wallet gave no answer: {e.Reason}. It may have arrived.", ExitCode.Unreachable),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "This answer is no failure."),
    };

    private ExitCode Fail(string code, string message, ExitCode exit)
    {
        output.Show(new Failed(code, message, session.Payer.Stays ? null : exit));
        return exit;
    }
}
