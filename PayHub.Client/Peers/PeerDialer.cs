using PayHub.Client.Identities;

namespace PayHub.Client.Peers;

/// <summary>Calls other wallets. Only ever on the owner's command (docs/protocol.md, "Peer links").</summary>
/// <param name="identity">The owner's key.</param>
/// <param name="account">The owner's account, as registered.</param>
/// <param name="limits">How long to wait.</param>
internal sealed class PeerDialer(WalletIdentity identity, string account, PeerLimits limits)
{
    /// <summary>Brings a payment to its payee and waits for their decision.</summary>
    /// <param name="payee">Whom to call.</param>
    /// <param name="sealedPayment">A signed payment, sealed to the payee's key.</param>
    /// <param name="wait">How long the payee has.</param>
    /// <param name="cancel">The owner stops waiting; the payee may have the payment by then.</param>
    /// <returns>
    /// A hint: after <see cref="PeerUnreachable"/>, <see cref="PeerWrongKey"/> and <see cref="PeerNotLetIn"/> the payee has not seen
    /// the payment; after all others they may submit it until it expires or is cancelled.
    /// </returns>
    /// <exception cref="OperationCanceledException">The owner stopped waiting.</exception>
    public async Task<PeerAnswer> OfferPaymentAsync(PeerTarget payee, string sealedPayment, TimeSpan wait, CancellationToken cancel)
    {
        var (call, problem) = await CallAsync(payee, cancel);
        if (call is null)
            return problem!;
        await using (call)
            return await call.AskAsync(sealedPayment, wait, cancel);
    }

    /// <summary>Opens a link for a conversation.</summary>
    /// <returns>The link; or null, and what is wrong.</returns>
    /// <exception cref="OperationCanceledException">The owner stopped waiting.</exception>
    public async Task<(PeerCall? Call, PeerAnswer? Problem)> CallAsync(PeerTarget peer, CancellationToken cancel)
    {
        PeerCall? call = new(peer, limits);
        try
        {
            if (await call.OpenAsync(identity.Certificate, account, cancel) is { } problem)
                return (null, problem);
            (var open, call) = (call, null);
            return (open, null);
        }
        finally
        {
            if (call is not null)
                await call.DisposeAsync();
        }
    }
}
