using System.Net;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Peers;

/// <summary>The owner's side of the peer links. A peer can only ask: nothing here makes the wallet pay. Called from any thread.</summary>
internal interface IPeerOwner
{
    /// <summary>The owner's account, as registered.</summary>
    string Account { get; }

    /// <summary>The fingerprint of the hub that the owner is logged in at.</summary>
    string HubFingerprint { get; }

    /// <summary>Whether messages and requests of others than friends are taken.</summary>
    bool IsOpenToStrangers { get; }

    /// <summary>Shows a payment to the owner and, once accepted, submits it to the hub.</summary>
    /// <param name="payment">Names the peer as payer, the owner as payee, this hub; signed by the peer's key.</param>
    /// <param name="from">The address that it came from.</param>
    /// <param name="cancel">The wallet stops.</param>
    /// <returns>
    /// The line that answers it: <c>100 OK#&lt;transfer id&gt;</c>, the hub's refusal, <c>230 NOT_ALLOWED</c> where the
    /// owner declined or did not decide in time, <c>429 TOO_MANY</c> where too many wait.
    /// </returns>
    Task<string> DecideAsync(SignedPayment payment, IPAddress from, CancellationToken cancel);

    /// <summary>Shows a message.</summary>
    void ShowMessage(string from, string text);

    /// <summary>Keeps a request for money for the owner, who may pay it.</summary>
    /// <returns>False where too many wait already.</returns>
    bool TryAddRequest(string from, long amount, string memo);

    /// <summary>Warns of a peer with another key than the one pinned for its name, or with a pinned key that the hub no longer knows.</summary>
    /// <param name="name">The friend's name.</param>
    /// <param name="pinned">The key that is pinned.</param>
    /// <param name="other">The key that was shown, or that the hub says is the account's; null where it says that there is none.</param>
    void WarnOfKey(string name, PublicKey pinned, PublicKey? other);
}
