using PayHub.Client.Hub;

namespace PayHub.Client.Payments;

/// <summary>What a payee's wallet made of a payment. A hint only: the hub's word counts (docs/protocol.md, "Peer links").</summary>
internal enum PeerOffer
{
    /// <summary>It was never given the payment.</summary>
    NotReached,

    /// <summary>The payee says no. They hold the payment all the same.</summary>
    Declined,

    /// <summary>The payee says that the hub has spoken.</summary>
    Answered,

    /// <summary>No answer; the payee may hold the payment.</summary>
    Silent,
}

/// <summary>Brings payments to their payees' wallets.</summary>
internal interface IPeerRoute
{
    /// <summary>Brings a payment, and waits for the payee's decision.</summary>
    /// <param name="payee">Keyed, and at an address.</param>
    /// <param name="intent">What to bring.</param>
    /// <param name="cancel">The owner stops waiting.</param>
    /// <returns>What became of it, and the reason in words where it was not reached or silent; else empty.</returns>
    /// <exception cref="OperationCanceledException">The owner stopped waiting; the payee may hold the payment.</exception>
    Task<(PeerOffer Offer, string Reason)> OfferAsync(WhoIs payee, PaymentIntent intent, CancellationToken cancel);
}
